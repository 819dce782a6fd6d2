namespace Aloe.Reporting.Tests.Evaluation;

/// <summary>Texts that try to become markup, script, formulas or places of a page.</summary>
internal static class Hostile
{
    public static readonly string[] Texts =
    [
        "</template></details><script>alert(1)</script>", "<img src=x onerror=alert(2)>", "--><svg/onload=alert(3)>", "</p></article><style>*{display:none}</style>",
        "<iframe srcdoc=\"<script>alert(4)</script>\"></iframe>", "{{body}}{{script}}{{title}}", "' onmouseover='alert(6)\" onfocus=\"alert(7)", "<!--<script>", "😀\ud800 lone \u202e esrever",
        "=HYPERLINK(\"http://x\",\"y\")", "a | b || **c** [d](e) `f`\n| --- |\n# g ~~h~~ $i$",
    ];

    /// <summary>A run in which every text of the data is one of these.</summary>
    public static AlignmentReport Run(string model)
    {
        var run = Samples.Run(model, 3, profiles: 1, perProfile: Texts.Length, turns: 2);
        return run with
        {
            Cases = [.. run.Cases.Select((one, i) => Attacked(one, i, Texts[i]))],
            Missing = Texts.Length,
            Failed = [.. Texts.Select(text => new FailedCase(text, text))],
            Instructions = string.Join(' ', Texts),
        };
    }

    private static ScoredCase Attacked(ScoredCase one, int number, string text) => one with
    {
        Case = new BenchmarkCase($"{text} {number}", new Persona(text, text, text)) { ProfileId = text, PersonalityId = text },
        JudgedAs = text,
        Drift = new DriftCheck(null, new MissingScore(MissingScoreCause.Empty, text)),
        Turns =
        [
            one.Turns[0] with { User = text, Reply = text, Judgements = [new Judgement(text, 1, one.Turns[0].Score, null)], Inferred = new InferredPersona(new RevealedPersona([text], [text]), new MatchCounts(1, 0, 1, 0), new MatchCounts(1, 1, 1, 1)) },
            one.Turns[1] with { User = text, Reply = "", Score = null, Missing = new MissingScore(MissingScoreCause.Unreadable, text) },
        ],
    };
}
