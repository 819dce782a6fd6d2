using Aloe.Randomness;

namespace Aloe.Core.Tests.Doubles;

/// <summary>Five clients whose answers depend on their input alone, so that any two runs that ask the same get the same.</summary>
internal sealed class ScriptedRoles
{
    public static readonly Persona Persona = Persona.Create(
        "She is 40 years old. She keeps bees. She sings in a choir.", "She is blunt. She loves a good joke.");

    public ScriptedChatClient User { get; init; } = new(call => $"message {Digest(call)}");

    public ScriptedChatClient Inducer { get; init; } = new(_ => """{"facts":[],"traits":[]}""");

    public ScriptedChatClient Preferred { get; init; } = new(call => $"informed {Digest(call)}");

    public ScriptedChatClient Rejected { get; init; } = new(call => $"uninformed {Digest(call)}");

    /// <summary>By default for the informed reply, wherever it stands.</summary>
    public ScriptedChatClient Judge { get; init; } = new(call => IsInformedFirst(call) ? """{"preferred":"A"}""" : """{"preferred":"B"}""");

    public AloeRoles Roles => new() { User = User, Inducer = Inducer, Preferred = Preferred, Rejected = Rejected, Judge = Judge };

    public static bool IsInformedFirst(RecordedCall call) => call.LastText.Contains("<reply_a>\ninformed", StringComparison.Ordinal);

    public static IReadOnlyList<TreeRequest> Requests(int count)
        => [.. Enumerable.Range(1, count).Select(number => new TreeRequest($"t{number}", Persona))];

    private static string Digest(RecordedCall call)
        => SeededRandom.For(call.Options!.Seed!.Value, [.. call.Lines]).NextUInt64().ToString("x8", null)[..8];
}
