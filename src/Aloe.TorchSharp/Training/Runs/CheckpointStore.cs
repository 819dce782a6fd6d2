using System.Security.Cryptography;
using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>The checkpoints of a run, a folder each. A checkpoint appears as a whole, and its content can be checked: <c>SHA256SUMS</c>, which <c>sha256sum -c</c> reads as well, is written last.</summary>
/// <param name="folder">Folder of the checkpoints; need not exist.</param>
/// <param name="keep">Newest checkpoints to keep, beside the one with the lowest held-out loss.</param>
/// <param name="log">Told of damage.</param>
internal sealed class CheckpointStore(string folder, int keep, TrainingLog log)
{
    private const string WeightsName = "weights.safetensors";
    private const string OptimizerName = "optimizer.safetensors";
    private const string StateName = "state.json";
    private const string SumsName = "SHA256SUMS";
    private const string Unfinished = ".tmp";

    private static readonly string[] Files = [WeightsName, OptimizerName, StateName];

    /// <summary>Puts weights and optimizer back to the newest checkpoint that is whole; null, and nothing changed, where there is no checkpoint at all.</summary>
    /// <param name="weights">What is trained, by name.</param>
    /// <param name="optimizer">State of the optimizer, by name.</param>
    /// <exception cref="InvalidDataException">There are checkpoints, and all of them are damaged; the message says how and what to delete.</exception>
    public TrainingState? Restore(IEnumerable<KeyValuePair<string, Tensor>> weights, IEnumerable<KeyValuePair<string, Tensor>> optimizer)
    {
        var damages = new List<string>();
        foreach (var checkpoint in Complete().Reverse())
        {
            if (Damage(checkpoint) is { } damage)
            {
                damages.Add($"{Path.GetFileName(checkpoint)}: {damage}");
                continue;
            }

            var state = TrainingJson.Read(Path.Combine(checkpoint, StateName), TrainingJson.Default.TrainingState);
            Fill(Path.Combine(checkpoint, WeightsName), weights);
            Fill(Path.Combine(checkpoint, OptimizerName), optimizer);
            if (damages.Count > 0)
            {
                log.Tell($"Damaged checkpoint ({string.Join("; ", damages)}). Training continues from the one before, after step {state.Step}.");
            }

            return state;
        }

        return damages.Count == 0
            ? null
            : throw new InvalidDataException($"All checkpoints in {folder} are damaged ({string.Join("; ", damages)}). Delete that folder to train from the start.");
    }

    /// <summary>Stores a checkpoint, then drops those that need not be kept.</summary>
    public void Save(IReadOnlyList<KeyValuePair<string, Tensor>> weights, IReadOnlyList<KeyValuePair<string, Tensor>> optimizer, TrainingState state)
    {
        var target = PathOf(state.Step);
        var unfinished = target + Unfinished;
        Discard(target);
        Discard(unfinished);
        Directory.CreateDirectory(unfinished);
        SafetensorsWriter.Write(Path.Combine(unfinished, WeightsName), weights, ScalarType.Float32);
        SafetensorsWriter.Write(Path.Combine(unfinished, OptimizerName), optimizer, ScalarType.Float32);
        TrainingJson.Write(Path.Combine(unfinished, StateName), state, TrainingJson.Default.TrainingState);
        AtomicFile.Write(Path.Combine(unfinished, SumsName), stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            Array.ForEach(Files, file => writer.Write($"{Hash(Path.Combine(unfinished, file))}  {file}\n"));
        });
        Directory.Move(unfinished, target);
        Prune(state);
    }

    /// <summary>Puts weights back to those of a step; false where its checkpoint is missing or damaged, and nothing is changed.</summary>
    public bool TryLoadWeights(int step, IEnumerable<KeyValuePair<string, Tensor>> weights)
    {
        if (Damage(PathOf(step)) is { } damage)
        {
            log.Tell($"The checkpoint with the lowest held-out loss, of step {step}, is damaged: {damage}.");
            return false;
        }

        Fill(Path.Combine(PathOf(step), WeightsName), weights);
        return true;
    }

    // Checkpoints after this one are damaged: the run went back behind them.
    private void Prune(TrainingState state)
    {
        var newest = Complete().Where(path => string.CompareOrdinal(path, PathOf(state.Step)) <= 0).TakeLast(keep).Append(PathOf(state.BestStep)).ToHashSet();
        foreach (var path in Directory.EnumerateDirectories(folder).Where(path => !newest.Contains(path)).ToList())
        {
            Discard(path);
        }
    }

    private IEnumerable<string> Complete()
        => Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Where(path => !path.EndsWith(Unfinished, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            : [];

    private string PathOf(int step) => Path.Combine(folder, $"step-{step:D8}");

    // Renamed first, so that half a folder is never taken for a checkpoint.
    private static void Discard(string path)
    {
        if (!Directory.Exists(path))
        {
            return;
        }

        var doomed = path.EndsWith(Unfinished, StringComparison.Ordinal) ? path : $"{path}.{Guid.NewGuid():N}{Unfinished}";
        if (doomed != path)
        {
            Directory.Move(path, doomed);
        }

        Directory.Delete(doomed, recursive: true);
    }

    private static string? Damage(string checkpoint)
    {
        var sums = Path.Combine(checkpoint, SumsName);
        if (!File.Exists(sums))
        {
            return $"{SumsName} is missing";
        }

        var expected = File.ReadAllLines(sums);
        return Files.Select(file =>
        {
            var path = Path.Combine(checkpoint, file);
            return !File.Exists(path) ? $"{file} is missing"
                : !expected.Contains($"{Hash(path)}  {file}") ? $"the content of {file} is not what was written"
                : null;
        }).FirstOrDefault(complaint => complaint is not null);
    }

    private static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static void Fill(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        using var noGrad = no_grad();
        using var reader = SafetensorsReader.Open(path);
        foreach (var (name, tensor) in tensors)
        {
            using var stored = reader.Read(name, tensor.shape, tensor.device, tensor.dtype);
            tensor.copy_(stored);
        }
    }
}
