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
            from parents in Gen.ArrayOf(Gen.Choose(0, 3), turns.Count)
            select new ConversationTree(id, persona, [.. turns.Select((turn, index) => turn with { Number = index + 1, Parent = Parent(turns, index, parents[index]) })])).ToArbitrary();

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
        from between in Gen.ListOf(Text)
        from place in Gen.Choose(0, 100)
        from invented in Gen.Choose(0, 2)
        select Shape(new Turn(1, user, preferred, rejected, trunk, source, isTie, new RevealedPersona([.. facts], [.. traits])), [.. between], place, invented);

    private static Turn Shape(Turn turn, IReadOnlyList<string> between, int place, int invented)
    {
        var trunk = turn.Trunk == ReplyKind.Preferred ? 0 : 1 + (place % (between.Count + 1));
        return turn with
        {
            Between = [.. between.Select(text => new Reply(text, place % 2 == 0 ? ReplySource.Informed : ReplySource.Uninformed))],
            TrunkPlace = trunk,
            RejectedSource = place % 3 == 0 ? turn.PreferredSource : turn.RejectedSource,
            Notes = TurnNotes.None with { Invented = invented, Verdicts = invented > 0 ? [new JudgeVerdict(0, 1, JudgeChoice.Tie)] : [] },
        };
    }

    private static TurnParent? Parent(IEnumerable<Turn> turns, int index, int draw)
        => index == 0 || draw > 0 ? null : turns.ElementAt(index / 2) is var parent && index / 2 < index ? new TurnParent((index / 2) + 1, index % (parent.Between.Count + 2)) : null;
}
