namespace Aloe.Torch.Training;

/// <summary>Reference log-probs on disk, a file for each fingerprint of model, tokenizer, template and data.</summary>
/// <param name="folder">Where the files are.</param>
/// <param name="log">Told of damage.</param>
internal sealed class ReferenceCache(string folder, TrainingLog log)
{
    /// <summary>Name of the files.</summary>
    public const string Pattern = "reference-*.json";

    /// <summary>Those on disk, or computed and stored.</summary>
    /// <param name="fingerprint">Hash of all that they depend on, in hexadecimal.</param>
    /// <param name="compute">Computes them.</param>
    public ReferenceLogProbs Get(string fingerprint, Func<ReferenceLogProbs> compute)
    {
        var path = Path.Combine(folder, Pattern.Replace("*", fingerprint[..32], StringComparison.Ordinal));
        if (File.Exists(path))
        {
            if (Load(path, fingerprint) is { } stored)
            {
                return stored;
            }

            log.Tell($"The stored reference log-probs in {path} are damaged; they are computed again.");
        }

        var reference = compute();
        TrainingJson.Write(path, StoredReference.Of(fingerprint, reference), TrainingJson.Default.StoredReference);
        return reference;
    }

    private static ReferenceLogProbs? Load(string path, string fingerprint)
    {
        try
        {
            var stored = TrainingJson.Read(path, TrainingJson.Default.StoredReference);
            return stored.Fingerprint == fingerprint && stored.IsWhole ? new ReferenceLogProbs(new Dictionary<string, double[]>(stored.LogProbs)) : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
