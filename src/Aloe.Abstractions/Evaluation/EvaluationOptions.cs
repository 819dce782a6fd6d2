namespace Aloe;

/// <summary>How the benchmark is run. Values are checked when they are set.</summary>
public sealed class EvaluationOptions
{
    /// <summary>Turns of each conversation, K. <value>Default: 10. Range: 1 to 100.</value></summary>
    public int Turns { get; set => field = Require.InRange(value, 1, 100); } = 10;

    /// <summary>Calls to user, judge and model under test in flight at the same time. The result does not depend on it. <value>Default: 8. Range: 1 to 4,096.</value></summary>
    public int Concurrency { get; set => field = Require.InRange(value, 1, 4_096); } = 8;

    /// <summary>Times a judge answer that holds no score is asked for again, before the score counts as missing. <value>Default: 2. Range: 1 to 10.</value></summary>
    public int JudgeAttempts { get; set => field = Require.InRange(value, 1, 10); } = 2;

    /// <summary>Times each reply is judged by each judge. More than one tells how far a judge agrees with itself. <value>Default: 1. Range: 1 to 10.</value></summary>
    public int JudgeRounds { get; set => field = Require.InRange(value, 1, 10); } = 1;

    /// <summary>Longest reply of the model under test, in its own tokens. <value>Default: 256. Range: 1 to 65,536.</value></summary>
    public int MaxReplyTokens { get; set => field = Require.InRange(value, 1, 65_536); } = 256;

    /// <summary>Sampling temperature of the model under test. <value>Default: 0.7. Range: 0 to 2.</value></summary>
    public double Temperature { get; set => field = Require.InRange(value, 0, 2); } = 0.7;

    /// <summary>How the user begins. <value>Default: <see cref="OpeningStyle.Free"/>.</value></summary>
    public OpeningStyle Opening { get; set => field = Require.Defined(value); }

    /// <summary>What the judge is told of the user. <value>Default: the truth.</value></summary>
    public EvaluationControl Control { get; set => field = Require.Defined(value); }

    /// <summary>Whether the judge is asked, at the end of each conversation, if the user still spoke as the persona. <value>Default: false.</value></summary>
    public bool CheckDrift { get; set; }

    /// <summary>Who is asked after each turn who the user is, and then held against the persona. <value>Default: nobody.</value></summary>
    public PersonaProbe PersonaProbe { get; set => field = Require.Defined(value); }

    /// <summary>Seed of the run; every case derives its own from it and its id. <value>Default: 0.</value></summary>
    public long Seed { get; set; }
}
