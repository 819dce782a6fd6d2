namespace Aloe.Torch.Training;

/// <summary>The file in which reference log-probs are kept.</summary>
/// <param name="Fingerprint">Hash of model, tokenizer and data.</param>
/// <param name="LogProbs">For each example the log-prob of each of its replies, in order.</param>
internal sealed record StoredReference(string Fingerprint, Dictionary<string, double[]> LogProbs);
