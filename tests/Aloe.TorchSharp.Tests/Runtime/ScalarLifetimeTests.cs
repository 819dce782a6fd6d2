using System.Reflection;
using TorchSharp;

namespace Aloe.Torch.Tests.Runtime;

/// <summary>
/// TorchSharp hands native code the pointer of a scalar without keeping the scalar alive. One that is made on the fly can be collected, and freed, while libtorch reads it:
/// wrong numbers or a crash, rarely. So neither this package nor what it calls in TorchSharp may make scalars on the fly.
/// </summary>
public sealed class ScalarLifetimeTests
{
    [Fact]
    public void No_scalar_is_made_on_the_fly()
    {
        var makers = Makers();
        Assert.Contains(makers, method => method is { Name: "op_Addition" } && method.DeclaringType == typeof(torch.Tensor)); // The scan finds what it should.
        var found = MethodCalls.MethodsOf(typeof(TorchRuntime).Assembly)
            .Where(method => !method.DeclaringType!.FullName!.Contains(nameof(HeldScalar), StringComparison.Ordinal))
            .SelectMany(method => MethodCalls.Of(method).Where(makers.Contains).Select(called => $"{method.DeclaringType!.FullName}.{method.Name} calls {called.DeclaringType?.Name}.{called}"));
        Assert.Equal("", string.Join("\n", found.Distinct().Order(StringComparer.Ordinal)));
    }

    /// <summary>The conversions to a scalar, and TorchSharp's methods that use them.</summary>
    private static HashSet<MethodBase> Makers()
    {
        var makers = typeof(Scalar).GetMethods().Where(method => method.Name == "op_Implicit")
            .Concat(typeof(ScalarExtensionMethods).GetMethods().Where(method => method.ReturnType == typeof(Scalar)))
            .ToHashSet<MethodBase>();
        var calls = MethodCalls.MethodsOf(typeof(Scalar).Assembly).Select(method => (Method: method, Called: MethodCalls.Of(method).ToHashSet())).ToList();
        for (var before = 0; before < makers.Count;)
        {
            before = makers.Count;
            makers.UnionWith(calls.Where(call => call.Called.Overlaps(makers)).Select(call => call.Method).ToList());
        }

        return makers;
    }
}
