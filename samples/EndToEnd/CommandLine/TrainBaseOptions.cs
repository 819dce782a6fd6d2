namespace Aloe.Samples.EndToEnd.CommandLine;

/// <summary>What <c>train-base</c> is asked for.</summary>
internal sealed record TrainBaseOptions(string Out, int? Dialogues, string Device);
