using FsCheck;
using FsCheck.Fluent;

namespace Aloe.Core.Tests.Data;

/// <summary>Generators of valid records with hostile texts.</summary>
internal static class Arbitrary
{
    private static readonly string[] Pieces =
        ["a", " ", "\"", "\\", "\\u", "\\uD83D\\uDE00", "\n", "\r\n", "\t", "\0", "é", "日本", "😀", "👩‍👩‍👧", "\u2028", "\u0085", "<b>", "{}", "*", "'", "\u0001", "\ufeff"];

    public static Gen<string> Text { get; } = Gen.ListOf(Gen.Elements(Pieces)).Select(pieces => "x" + string.Concat(pieces));

    public static Arbitrary<string> Texts() => Text.ToArbitrary();

    public static Arbitrary<Persona> Personas()
        => (from profile in Text from personality in Text select Persona.Create(profile, personality)).ToArbitrary();

    public static Arbitrary<ConversationTree> Trees()
        => (from id in Text
            from persona in Personas().Generator
            from turns in Gen.NonEmptyListOf(Turn)
            select new ConversationTree(id, persona, [.. turns.Select((turn, index) => turn with { Number = index + 1 })])).ToArbitrary();

    public static Arbitrary<PreferencePair> Pairs()
        => (from tree in Trees().Generator
            let turn = tree.Turns[^1]
            select new PreferencePair("data-1", tree.PromptOf(turn.Number), turn.Preferred, turn.Rejected)).ToArbitrary();

    private static Gen<Turn> Turn { get; } =
        from user in Text
        from preferred in Text
        from rejected in Text
        from trunk in Gen.Elements(Enum.GetValues<ReplyKind>())
        from source in Gen.Elements(Enum.GetValues<ReplySource>())
        from isTie in Gen.Elements(true, false)
        from facts in Gen.ListOf(Text)
        from traits in Gen.ListOf(Text)
        select new Turn(1, user, preferred, rejected, trunk, source, isTie, new RevealedPersona([.. facts], [.. traits]));
}
