namespace Aloe.Samples.EndToEnd.Report;

/// <summary>Working time of one stage.</summary>
/// <param name="Name">The stage.</param>
/// <param name="Seconds">Seconds, summed over interrupted parts.</param>
internal sealed record StageSeconds(string Name, double Seconds);
