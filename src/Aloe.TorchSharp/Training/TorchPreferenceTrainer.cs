using TorchSharp;

namespace Aloe.Torch.Training;

/// <summary>SFT and DPO of a Llama-family model with TorchSharp, a whole conversation tree in one pass.</summary>
/// <remarks>
/// <para>Every message of a tree is computed once: the tokens of a reply attend to the trunk that leads to it and to nothing else, which gives the same loss and gradients as
/// 2K separate sequences. Training is float32; reference log-probs are computed once, before the first step, and no second model is ever in memory.</para>
/// <para>The output folder becomes a model folder with a <c>training.json</c> (arguments, hashes, report, losses). Started again with the same arguments, a finished run returns its report, and
/// a run that was stopped, even by force, continues from its last checkpoint; on a CPU with the same number of threads its weights come out bit-identical.</para>
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
    public Task<TrainingReport> SftAsync(
        IReadOnlyList<Dialogue> dialogues, string modelFolder, string outputFolder, SftOptions options,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dialogues);
        return TrainAsync("sft", encoder => [.. dialogues.Select(dialogue => DialogueLayout.Build(dialogue, encoder))], modelFolder, outputFolder, options, progress, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>A tied turn has no preferred reply: nothing is learned from it. Trees of ties only are left out, and not counted in the report.</remarks>
    /// <exception cref="InvalidDataException">A tree cannot be trained on, or loss or gradient became non-finite; the message names the example.</exception>
    /// <exception cref="InvalidOperationException">The output folder holds something else, or a run with other arguments; the message shows the difference.</exception>
    public Task<TrainingReport> SftAsync(
        IReadOnlyList<ConversationTree> trees, string modelFolder, string outputFolder, SftOptions options,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trees);
        return TrainAsync("sft", encoder => [.. trees.Select(tree => TreeLayout.ForSft(tree, encoder)).OfType<EncodedExample>()], modelFolder, outputFolder, options, progress, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>A tied turn gives no pair, but stays in the trunk as context. Trees of ties only are left out, and not counted in the report.</remarks>
    /// <exception cref="InvalidDataException">A tree cannot be trained on, or loss or gradient became non-finite; the message names the example.</exception>
    /// <exception cref="InvalidOperationException">The output folder holds something else, or a run with other arguments; the message shows the difference.</exception>
    public Task<TrainingReport> DpoAsync(
        IReadOnlyList<ConversationTree> trees, string modelFolder, string outputFolder, DpoOptions options,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trees);
        return TrainAsync("dpo", encoder => [.. trees.Select(tree => TreeLayout.ForDpo(tree, encoder)).OfType<EncodedExample>()], modelFolder, outputFolder, options, progress, cancellationToken);
    }

    private async Task<TrainingReport> TrainAsync(
        string task, Func<MessageEncoder, IReadOnlyList<EncodedExample>> encode, string modelFolder, string outputFolder, TrainingOptions options,
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
            return await Task.Run(() => Train(task, encode, modelFolder, outputFolder, options, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private TrainingReport Train(
        string task, Func<MessageEncoder, IReadOnlyList<EncodedExample>> encode, string modelFolder, string outputFolder, TrainingOptions options,
        IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        TorchRuntime.EnsureLoaded();
        var examples = encode(new MessageEncoder(ChatTokenizer.Load(modelFolder, _machine.ChatFormat)));
        TrainingData.Check(examples, DecoderConfig.Load(modelFolder), options);
        var folder = RunFolder.Open(outputFolder, TrainingArguments.Of(task, modelFolder, examples, options, _machine));
        if (folder.Finished is { } report)
        {
            return report;
        }

        using var model = DecoderModel.Load(modelFolder, TorchRuntime.ParseDevice(_device), torch.ScalarType.Float32);
        var run = new TrainingRun(model, examples, options, _machine);
        IObjective objective = options is DpoOptions dpo
            ? new DpoObjective(dpo, folder.Reference(() => run.Reference(cancellationToken)))
            : new SftObjective();
        var state = run.Execute(objective, folder, progress, cancellationToken);
        return folder.Finish(model, modelFolder, _machine.StorageType, examples.Count, state);
    }
}
