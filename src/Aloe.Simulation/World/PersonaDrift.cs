namespace Aloe.Simulation.World;

/// <summary>How the simulated judge tells whether a user still is the persona.</summary>
internal static class PersonaDrift
{
    private const int MessagesRead = 3;

    /// <summary>1 to 5: the share of the facts and signs of manner in the last messages that are the persona's own; 3 where they hold none.</summary>
    public static int Score(string profile, string personality, IReadOnlyList<string> messages)
    {
        var (facts, style) = (FactReader.Read(profile), PersonalityReader.Read(personality));
        var last = messages.TakeLast(MessagesRead).ToList();
        List<bool> isOwn =
        [
            .. last.SelectMany(MessageReader.Statements).Select(statement => FactReader.In(statement, facts).Count > 0),
            .. Cues.Read(Words.Line(string.Join(' ', last))).Select(cue => style[cue.Dimension] == cue.Sign),
        ];
        return isOwn.Count == 0 ? 3 : ReplyScore.OnScale(isOwn.Average(own => own ? 1.0 : 0));
    }
}
