using System.Text.Json;

namespace Aloe.Samples.EndToEnd.Pipeline;

/// <summary>Remembers on disk which stages of a run are finished.</summary>
internal sealed class StageLedger(RunFolder folder, string settingsFingerprint)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    private readonly Dictionary<string, StageRecord> _finished = [];

    /// <summary>The finished stages so far.</summary>
    public IReadOnlyCollection<StageRecord> Finished => _finished.Values;

    /// <summary>Whether a stage need not be run: its record stands, its inputs are the same and its outputs are all there.</summary>
    /// <exception cref="UsageException">An output was changed after the stage had finished.</exception>
    public bool IsFinished(IStage stage)
    {
        if (Read(stage.Name) is not { } record)
        {
            return false;
        }

        if (record.Fingerprint != FingerprintOf(stage) || record.Outputs.Keys.Any(file => !File.Exists(folder.PathOf(file))))
        {
            // What is left of it rests on other inputs or is incomplete: the stage starts over.
            folder.Delete(RecordFile(stage.Name));
            foreach (var output in stage.Outputs)
            {
                folder.Delete(output);
            }

            return false;
        }

        if (record.Outputs.FirstOrDefault(output => Fingerprint.OfFile(folder.PathOf(output.Key)) != output.Value).Key is { } changed)
        {
            throw new UsageException($"'{folder.PathOf(changed)}' was changed after it had been made: delete it to have it made again, or use another --out.");
        }

        _finished[stage.Name] = record;
        return true;
    }

    /// <summary>Records that a stage is finished, with the hashes of what it made.</summary>
    public void Complete(IStage stage, double seconds, int peakMemoryMiB)
    {
        var outputs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in folder.FilesOf(stage.Outputs))
        {
            outputs[file] = Fingerprint.OfFile(folder.PathOf(file));
        }

        var record = new StageRecord(stage.Name, FingerprintOf(stage), seconds, peakMemoryMiB, outputs);
        AtomicFile.WriteAllText(folder.PathOf(RecordFile(stage.Name)), JsonSerializer.Serialize(record, Json));
        _finished[stage.Name] = record;
    }

    private static string RecordFile(string stage) => $"{RunFolder.State}/{stage}.json";

    private StageRecord? Read(string stage)
        => File.Exists(folder.PathOf(RecordFile(stage))) ? JsonSerializer.Deserialize<StageRecord>(File.ReadAllText(folder.PathOf(RecordFile(stage)))) : null;

    private string FingerprintOf(IStage stage)
    {
        var inputs = _finished.Values
            .SelectMany(record => record.Outputs)
            .Where(output => stage.Inputs.Any(input => output.Key == input || output.Key.StartsWith(input + "/", StringComparison.Ordinal)))
            .OrderBy(output => output.Key, StringComparer.Ordinal)
            .Select(output => $"{output.Key}={output.Value}");
        return Fingerprint.OfText([stage.Name, settingsFingerprint, .. inputs]);
    }
}
