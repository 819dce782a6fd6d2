using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>The output folder of a run: while it trains, the arguments, reference log-probs and the last checkpoint; in the end a model folder with its <c>training.json</c>.</summary>
/// <remarks>Every file appears as a whole, and a checkpoint as a whole folder, so that the process may be killed at any moment.</remarks>
internal sealed class RunFolder
{
    private const string ArgumentsName = "run.json";
    private const string ReferenceName = "reference.json";
    private const string CheckpointsName = "checkpoints";
    private const string RecordName = "training.json";
    private const string WeightsName = "weights.safetensors";
    private const string MomentsName = "moments.safetensors";
    private const string StateName = "state.json";
    private const string Unfinished = ".tmp";

    private readonly string _folder;
    private readonly SortedDictionary<string, string> _arguments;

    private RunFolder(string folder, SortedDictionary<string, string> arguments) => (_folder, _arguments) = (folder, arguments);

    /// <summary>Report of the run, if it is complete.</summary>
    public TrainingReport? Finished { get; private init; }

    private string Checkpoints => At(CheckpointsName);

    /// <summary>Takes a folder for a run, or takes a run up again.</summary>
    /// <param name="folder">New, empty, or left by a run with the same arguments.</param>
    /// <param name="arguments">What the result of the run depends on.</param>
    /// <exception cref="InvalidOperationException">The folder holds something else, or a run with other arguments; the message says which.</exception>
    public static RunFolder Open(string folder, SortedDictionary<string, string> arguments)
    {
        Directory.CreateDirectory(folder);
        var recordPath = Path.Combine(folder, RecordName);
        var argumentsPath = Path.Combine(folder, ArgumentsName);
        if (File.Exists(recordPath))
        {
            var record = TrainingJson.Read(recordPath, TrainingJson.Default.TrainingRecord);
            Compare(folder, record.Arguments, arguments);
            var finished = new RunFolder(folder, arguments) { Finished = record.Report with { ModelFolder = folder } };
            finished.ClearWorkFiles();
            return finished;
        }

        if (File.Exists(argumentsPath))
        {
            Compare(folder, TrainingJson.Read(argumentsPath, TrainingJson.Default.SortedDictionaryStringString), arguments);
        }
        else if (Directory.EnumerateFileSystemEntries(folder).FirstOrDefault(entry => !entry.EndsWith(Unfinished, StringComparison.Ordinal)) is { } stranger)
        {
            throw new InvalidOperationException($"{folder} is not empty and was not made by a training run (it holds {Path.GetFileName(stranger)}); choose another output folder.");
        }
        else
        {
            TrainingJson.Write(argumentsPath, arguments, TrainingJson.Default.SortedDictionaryStringString);
        }

        return new RunFolder(folder, arguments);
    }

    /// <summary>Reference log-probs: those on disk, or computed and stored.</summary>
    public ReferenceLogProbs Reference(Func<ReferenceLogProbs> compute)
    {
        var fingerprint = TrainingArguments.ReferenceFingerprint(_arguments);
        if (ReferenceLogProbs.Load(At(ReferenceName), fingerprint) is { } stored)
        {
            return stored;
        }

        var reference = compute();
        reference.Save(At(ReferenceName), fingerprint);
        return reference;
    }

    /// <summary>Puts weights and moments back to the last checkpoint; null, and nothing changed, where there is none.</summary>
    public TrainingState? Restore(DecoderModel model, AdamW optimizer)
    {
        var last = Directory.Exists(Checkpoints)
            ? Directory.EnumerateDirectories(Checkpoints).Where(path => !path.EndsWith(Unfinished, StringComparison.Ordinal)).Max(StringComparer.Ordinal)
            : null;
        if (last is null)
        {
            return null;
        }

        Fill(Path.Combine(last, WeightsName), model.Parameters.Select(pair => KeyValuePair.Create(pair.Key, (Tensor)pair.Value)));
        Fill(Path.Combine(last, MomentsName), optimizer.State);
        return TrainingJson.Read(Path.Combine(last, StateName), TrainingJson.Default.TrainingState);
    }

    /// <summary>Stores a checkpoint and drops the one before.</summary>
    public void Checkpoint(DecoderModel model, AdamW optimizer, TrainingState state)
    {
        var target = Path.Combine(Checkpoints, $"step-{state.Step:D8}");
        var unfinished = target + Unfinished;
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        Directory.CreateDirectory(unfinished);
        SafetensorsWriter.Write(Path.Combine(unfinished, WeightsName), [.. model.Parameters.Select(pair => KeyValuePair.Create(pair.Key, (Tensor)pair.Value))], ScalarType.Float32);
        SafetensorsWriter.Write(Path.Combine(unfinished, MomentsName), [.. optimizer.State], ScalarType.Float32);
        TrainingJson.Write(Path.Combine(unfinished, StateName), state, TrainingJson.Default.TrainingState);
        Directory.Move(unfinished, target);
        foreach (var older in Directory.EnumerateDirectories(Checkpoints).Where(path => path != target))
        {
            Directory.Delete(older, recursive: true);
        }
    }

    /// <summary>Makes the folder a model folder and marks the run as complete.</summary>
    public TrainingReport Finish(DecoderModel model, string modelFolder, ScalarType storage, int examples, TrainingState state)
    {
        model.Save(_folder, storage);
        CopyTokenizer(modelFolder, _folder);
        var report = new TrainingReport(_folder, examples, state.Step, state.Losses[0], state.FinalLoss, state.Tokens);
        TrainingJson.Write(At(RecordName), new TrainingRecord(1, _arguments, report, state.Losses), TrainingJson.Default.TrainingRecord);
        ClearWorkFiles();
        return report;
    }

    /// <summary>Copies the files of a tokenizer from one model folder to another.</summary>
    public static void CopyTokenizer(string from, string to)
    {
        foreach (var file in TrainingArguments.TokenizerFiles(from))
        {
            AtomicFile.Write(Path.Combine(to, Path.GetFileName(file)), stream => stream.Write(File.ReadAllBytes(file)));
        }
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

    private static void Compare(string folder, SortedDictionary<string, string> stored, SortedDictionary<string, string> given)
    {
        var differences = TrainingArguments.Differences(stored, given);
        if (differences.Count > 0)
        {
            throw new InvalidOperationException(
                $"{folder} holds a training run with other arguments; choose another output folder or delete it. {string.Join("; ", differences)}.");
        }
    }

    private void ClearWorkFiles()
    {
        if (Directory.Exists(Checkpoints))
        {
            Directory.Delete(Checkpoints, recursive: true);
        }

        foreach (var path in Directory.EnumerateFiles(_folder, $"*{Unfinished}").Append(At(ReferenceName)).Append(At(ArgumentsName)))
        {
            File.Delete(path);
        }
    }

    private string At(string name) => Path.Combine(_folder, name);
}
