namespace Aloe.Torch.Training;

/// <summary>The file <c>training.json</c> of a trained model: how it came about. It is written last, so that its presence means that the run is complete.</summary>
/// <param name="SchemaVersion">Version of this file's form.</param>
/// <param name="Arguments">Task, options, and hashes of model, tokenizer and data.</param>
/// <param name="Report">What the run did.</param>
/// <param name="Losses">Loss of each step.</param>
internal sealed record TrainingRecord(int SchemaVersion, SortedDictionary<string, string> Arguments, TrainingReport Report, IReadOnlyList<double> Losses);
