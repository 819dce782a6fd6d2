using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>The output folder of a run: while it trains, the arguments, reference log-probs and checkpoints; in the end a model folder with its <c>training.json</c>.</summary>
/// <remarks>Every file appears as a whole, and a checkpoint as a whole folder, so that the process may be killed at any moment.</remarks>
internal sealed class RunFolder
{
    private const string ArgumentsName = "run.json";
    private const string CheckpointsName = "checkpoints";
    private const string RecordName = "training.json";
    private const string BestName = "best";
    private const string Unfinished = ".tmp";

    private readonly string _folder;
    private readonly SortedDictionary<string, string> _arguments;

    private RunFolder(string folder, SortedDictionary<string, string> arguments) => (_folder, _arguments) = (folder, arguments);

    /// <summary>Report of the run, if it is complete.</summary>
    public TrainingReport? Finished { get; private init; }

    /// <summary>Where it is.</summary>
    public string Root => _folder;

    /// <summary>Where its checkpoints are.</summary>
    public string Checkpoints => At(CheckpointsName);

    /// <summary>Its log of notices.</summary>
    public string Log => At("training.log");

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
            var finished = new RunFolder(folder, arguments) { Finished = record.Report with { ModelFolder = folder, BestModelFolder = record.Report.BestModelFolder is null ? null : Path.Combine(folder, BestName) } };
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

    /// <summary>Makes the folder a model folder, or with an adapter an adapter folder that names its base model.</summary>
    public void SaveModel(DecoderModel model, string modelFolder, ScalarType storage) => Save(_folder, model, modelFolder, storage);

    /// <summary>The same for the weights of the lowest held-out loss, in a folder inside.</summary>
    /// <returns>That folder.</returns>
    public string SaveBest(DecoderModel model, string modelFolder, ScalarType storage)
    {
        Save(At(BestName), model, modelFolder, storage);
        return At(BestName);
    }

    /// <summary>Marks the run as complete.</summary>
    public TrainingReport Finish(TrainingRecord record)
    {
        TrainingJson.Write(At(RecordName), record, TrainingJson.Default.TrainingRecord);
        ClearWorkFiles();
        return record.Report;
    }

    /// <summary>Copies the files of a tokenizer from one model folder to another.</summary>
    public static void CopyTokenizer(string from, string to)
    {
        foreach (var file in TrainingArguments.TokenizerFiles(from))
        {
            AtomicFile.Write(Path.Combine(to, Path.GetFileName(file)), stream => stream.Write(File.ReadAllBytes(file)));
        }
    }

    private static void Save(string folder, DecoderModel model, string modelFolder, ScalarType storage)
    {
        if (model.Adapter is { } adapter)
        {
            adapter.Save(folder, Path.GetFullPath(AdapterConfig.IsIn(modelFolder) ? AdapterConfig.Load(modelFolder).BaseFolder(modelFolder) : modelFolder));
            model.Config.Save(folder);
        }
        else
        {
            model.Save(folder, storage);
        }

        CopyTokenizer(modelFolder, folder);
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

        foreach (var path in Directory.EnumerateFiles(_folder, $"*{Unfinished}").Concat(Directory.EnumerateFiles(_folder, ReferenceCache.Pattern)).Append(At(ArgumentsName)))
        {
            File.Delete(path);
        }
    }

    private string At(string name) => Path.Combine(_folder, name);
}
