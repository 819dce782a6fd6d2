using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>Arithmetic with numbers that stay alive while libtorch reads them.</summary>
/// <remarks>
/// TorchSharp gives native code the pointer of a <see cref="Scalar"/> without keeping the object alive. One that is made on the fly (as <c>x * 2</c>, and even <c>x + y</c>, do) can be collected and
/// freed in the middle of the call: wrong numbers or a crash, once in many thousand calls. Held scalars are never freed; a training meets only a few different numbers.
/// </remarks>
internal static class HeldScalar
{
    private static readonly ConcurrentDictionary<double, Scalar> Reals = new();
    private static readonly ConcurrentDictionary<long, Scalar> Integers = new();
    private static readonly Scalar One = Of(1L);

    public static Scalar Of(double value) => Reals.GetOrAdd(value, static number => number.ToScalar());

    public static Scalar Of(long value) => Integers.GetOrAdd(value, static number => number.ToScalar());

    public static Tensor Plus(this Tensor left, Tensor right) => left.add(right, One);

    public static Tensor Plus(this Tensor left, double right) => left.add(Of(right), One);

    public static Tensor Times(this Tensor left, double right) => left.mul(Of(right));

    public static Tensor Over(this Tensor left, double right) => left.div(Of(right));

    /// <summary>Adds in place.</summary>
    public static Tensor Increase(this Tensor left, Tensor right) => left.add_(right, One);

    /// <summary>Adds in place.</summary>
    public static Tensor Increase(this Tensor left, double right) => left.add_(Of(right), One);

    /// <summary>0, 1, … below a bound, int64.</summary>
    public static Tensor Range(long count, Device device) => arange(Of(0L), Of(count), One, ScalarType.Int64, device);
}
