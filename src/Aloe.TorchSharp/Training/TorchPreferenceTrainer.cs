using TorchSharp;

namespace Aloe.Torch.Training;

/// <summary>SFT and DPO of a local model with TorchSharp, a whole conversation tree in one pass.</summary>
/// <remarks>
/// <para>Every message of a tree is computed once: the tokens of a reply attend to the trunk that leads to it and to nothing else, which gives the same loss and gradients as
/// 2K separate sequences. Reference log-probs are computed once, before the first step and any adapter, and no second model is ever in memory.</para>
/// <para>The output folder becomes a model folder, or with <see cref="TrainingOptions.Lora"/> an adapter in PEFT's form that names the model it was trained on. Beside it are <c>training.json</c> (arguments,
/// hashes, report, losses), <c>metrics.jsonl</c> and <c>tensorboard</c> with the numbers of every step, and <c>training.log</c>. Started again with the same arguments, a finished run returns its report, and
/// a run that was stopped, even by force, continues from its last checkpoint that is whole; on a CPU with the same number of threads its weights come out bit-identical.</para>
/// <para>Instances may be used from any thread; trainings in a process wait for each other.</para>
/// </remarks>
public sealed class TorchPreferenceTrainer : IPreferenceTrainer
{
    // One for the process: all trainings share the threads and the memory of libtorch.
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    private readonly string _device;
    private readonly TorchTrainerOptions _machine;

    /// <summary>A trainer for a device.</summary>
    /// <param name="device"><c>cpu</c>, <c>cuda</c>, or <c>auto</c> for the first GPU, if there is one.</param>
    /// <param name="options">How the machine is used; null takes the defaults.</param>
    public TorchPreferenceTrainer(string device = "auto", TorchTrainerOptions? options = null)
    {
        _device = Require.Text(device, nameof(device));
        _machine = options ?? new TorchTrainerOptions();
    }

    /// <summary>Makes a model folder with fresh weights, so that a base model can be trained like any other.</summary>
    /// <param name="folder">Where the model goes; created if needed, model files in it are replaced.</param>
    /// <param name="config">Architecture; its vocabulary must hold the tokenizer's.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <param name="tokenizerFolder">Folder with <c>tokenizer.json</c> and <c>tokenizer_config.json</c>, which are copied.</param>
    /// <exception cref="ArgumentException">The tokenizer has more tokens than <paramref name="config"/> has room for.</exception>
    public static void CreateModel(string folder, DecoderConfig config, long seed, string tokenizerFolder)
    {
        ArgumentNullException.ThrowIfNull(config);
        TorchRuntime.EnsureLoaded();
        var tokenizer = ChatTokenizer.Load(tokenizerFolder);
        if (tokenizer.VocabularySize > config.VocabularySize)
        {
            throw new ArgumentException($"The tokenizer has {tokenizer.VocabularySize} tokens, the model room for {config.VocabularySize}.", nameof(config));
        }

        Directory.CreateDirectory(folder);
        using var model = DecoderModel.Create(config, seed, torch.CPU, torch.ScalarType.Float32);
        model.Save(folder, torch.ScalarType.Float32);
        if (Path.GetFullPath(folder) != Path.GetFullPath(tokenizerFolder))
        {
            RunFolder.CopyTokenizer(tokenizerFolder, folder);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">A dialogue cannot be trained on, or loss or gradient became non-finite; the message names the example.</exception>
    /// <exception cref="InvalidOperationException">The output folder holds something else, or a run with other arguments; the message shows the difference.</exception>
    /// <exception cref="InsufficientMemoryException">The device has too little memory left, as estimated before the start or found out later; the message has the numbers and what would help.</exception>
    public Task<TrainingReport> SftAsync(
        IReadOnlyList<Dialogue> dialogues, string modelFolder, string outputFolder, SftOptions options,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dialogues);
        return TrainAsync("sft", reader => dialogues.Select(dialogue => (dialogue.Id, reader.Sft(dialogue))), modelFolder, outputFolder, options, progress, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>A tied turn has no preferred reply: nothing is learned from it. Trees of ties only are left out, and not counted in the report.</remarks>
    /// <exception cref="InvalidDataException">A tree cannot be trained on, or loss or gradient became non-finite; the message names the example.</exception>
    /// <exception cref="InvalidOperationException">The output folder holds something else, or a run with other arguments; the message shows the difference.</exception>
    /// <exception cref="InsufficientMemoryException">The device has too little memory left, as estimated before the start or found out later; the message has the numbers and what would help.</exception>
    public Task<TrainingReport> SftAsync(
        IReadOnlyList<ConversationTree> trees, string modelFolder, string outputFolder, SftOptions options,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trees);
        return TrainAsync("sft", reader => trees.SelectMany(reader.Parts).Select(tree => (tree.Persona.Id, reader.Sft(tree))), modelFolder, outputFolder, options, progress, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>A tied turn gives no pair, but stays in the trunk as context. Trees of ties only are left out, and not counted in the report.</remarks>
    /// <exception cref="InvalidDataException">A tree cannot be trained on, or loss or gradient became non-finite; the message names the example.</exception>
    /// <exception cref="InvalidOperationException">The output folder holds something else, or a run with other arguments; the message shows the difference.</exception>
    /// <exception cref="InsufficientMemoryException">The device has too little memory left, as estimated before the start or found out later; the message has the numbers and what would help.</exception>
    public Task<TrainingReport> DpoAsync(
        IReadOnlyList<ConversationTree> trees, string modelFolder, string outputFolder, DpoOptions options,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trees);
        return TrainAsync("dpo", reader => trees.SelectMany(reader.Parts).Select(tree => (tree.Persona.Id, reader.Dpo(tree))), modelFolder, outputFolder, options, progress, cancellationToken);
    }

    /// <summary>What a training would need at most, from the shape of the model alone: no weights are loaded, and the model need not be on this machine.</summary>
    /// <param name="config">The model.</param>
    /// <param name="options">Options of the training.</param>
    /// <param name="device"><c>cpu</c>; <c>cuda</c>, which need not be on this machine either; or <c>auto</c>, what this machine has.</param>
    /// <param name="machine">How the machine is used; null takes the defaults.</param>
    /// <param name="rowTokens">Tokens of the longest row: of the longest tree, or what trees are packed to, if that is more. Null takes <see cref="TrainingOptions.MaxRowTokens"/>, the most that data could need; an estimate for shorter data is too high by that.</param>
    /// <param name="available">Bytes that the device will have left; null asks the device.</param>
    /// <returns>The estimate, with what the device has left, where that is known.</returns>
    /// <exception cref="ArgumentException"><paramref name="device"/> is another name.</exception>
    /// <exception cref="TorchUnavailableException">libtorch cannot be loaded.</exception>
    public static TrainingMemoryEstimate EstimateMemory(
        DecoderConfig config, TrainingOptions options, string device = "auto", TorchTrainerOptions? machine = null, int? rowTokens = null, long? available = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(options);
        TorchRuntime.EnsureLoaded();
        var target = device == "cuda" ? new torch.Device(DeviceType.CUDA) : TorchRuntime.ParseDevice(device); // Its name alone, which needs no GPU.
        return RunSettings.Of(config, target, options, machine ?? new TorchTrainerOptions()).Memory(config, options.Lora, rowTokens ?? options.MaxRowTokens, available);
    }

    private async Task<TrainingReport> TrainAsync(
        string task, Func<ExampleReader, IEnumerable<(string Group, EncodedExample? Example)>> read, string modelFolder, string outputFolder, TrainingOptions options,
        IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        Require.Text(modelFolder, nameof(modelFolder));
        Require.Text(outputFolder, nameof(outputFolder));
        if (Path.GetFullPath(modelFolder) == Path.GetFullPath(outputFolder))
        {
            throw new ArgumentException("The output folder must not be the folder of the model to start from.", nameof(outputFolder));
        }

        await OneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Train(task, read, modelFolder, outputFolder, options, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private TrainingReport Train(
        string task, Func<ExampleReader, IEnumerable<(string Group, EncodedExample? Example)>> read, string modelFolder, string outputFolder, TrainingOptions options,
        IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        TorchRuntime.EnsureLoaded();
        var device = TorchRuntime.ParseDevice(_device);
        var config = DecoderConfig.Load(modelFolder);
        var data = TrainingData.Read(read, new MessageEncoder(ChatTokenizer.Load(modelFolder, _machine.ChatFormat)), config, options);
        var settings = RunSettings.Of(config, device, options, _machine);
        var arguments = TrainingArguments.Of(task, modelFolder, data, options, settings, _machine.StorageType);
        var folder = RunFolder.Open(outputFolder, arguments);
        if (folder.Finished is { } report)
        {
            return report;
        }

        var log = new TrainingLog(folder.Log, _machine.Notices, _machine.TimeProvider);
        var memory = settings.Memory(config, options.Lora, Math.Max(data.Longest, Math.Min(settings.RowTokens, data.LargestBatch(options.BatchSize))));
        log.Tell(memory.ToString());
        if (_machine.RefuseOverMemory)
        {
            memory.ThrowUnlessItFits();
        }

        try
        {
            using var model = LoadStart(modelFolder, device, settings.DType, options.Lora);
            model.ActivationCheckpointing = settings.Checkpointing;
            var run = new TrainingRun(model, data, options, settings, _machine.TimeProvider);
            var references = new ReferenceCache(_machine.ReferenceCacheFolder ?? folder.Root, log);
            var checkpoints = new CheckpointStore(folder.Checkpoints, options.KeepCheckpoints, log);
            IObjective objective = options is DpoOptions dpo
                ? new DpoObjective(dpo, references.Get(TrainingArguments.ReferenceFingerprint(arguments, data), () => run.Reference(cancellationToken)))
                : new SftObjective();
            if (options.Lora is { } lora && model.Adapter is null)
            {
                model.AddAdapter(lora, options.Seed);
            }

            using var unrounded = settings.Mixed && options.Lora is null && !AdapterConfig.IsIn(modelFolder) ? ModelWeights.Open(modelFolder) : null;
            var state = run.Execute(objective, unrounded, checkpoints, folder.Root, progress, cancellationToken);
            folder.SaveModel(model, modelFolder, _machine.StorageType);
            var best = run.TakeBest(checkpoints, state) ? folder.SaveBest(model, modelFolder, _machine.StorageType) : null;
            var done = new TrainingReport(folder.Root, data.Training.Count, state.Step, state.Losses[0], state.FinalLoss, state.Tokens) { DroppedTurns = data.DroppedTurns, HeldOut = state.HeldOut, BestModelFolder = best };
            return folder.Finish(new TrainingRecord(TrainingRecord.CurrentSchema, TrainingRecord.ThisPackage, arguments, settings.ToDictionary(), memory with { Available = null }, [.. data.HeldOut.Select(example => example.Id)], done, state.Losses));
        }
        catch (Exception exception) when (OutOfMemory.Is(exception))
        {
            throw OutOfMemory.Explained(exception, memory);
        }
    }

    // Training goes on in an adapter that is there, so that the result is still one adapter on the same base; to train all weights it is merged first.
    private static DecoderModel LoadStart(string modelFolder, torch.Device device, torch.ScalarType dtype, LoraOptions? lora)
    {
        var model = DecoderModel.Load(modelFolder, device, dtype);
        if (model.Adapter is not null && lora is null)
        {
            model.MergeAdapter();
        }
        else if (model.Adapter is { Options: var there } && TrainingArguments.Text(there) != TrainingArguments.Text(lora!))
        {
            model.Dispose();
            throw new InvalidOperationException(
                $"{modelFolder} is an adapter ({TrainingArguments.Text(there)}), and {nameof(TrainingOptions.Lora)} asks for another one ({TrainingArguments.Text(lora!)}). Use the same, or make a model of it first with {nameof(LoraAdapter)}.{nameof(LoraAdapter.Merge)}.");
        }

        return model;
    }
}
