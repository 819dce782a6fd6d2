namespace Aloe.Reporting;

/// <summary>Who took part in what is reported.</summary>
public static class Participants
{
    /// <summary>Programs that follow written rules took the place of language models: every report says so in its first lines.</summary>
    public const string Simulated = "simulated";
}
