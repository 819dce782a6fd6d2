namespace Aloe;

/// <summary>Stage 3: SFT on preferred replies, then DPO on every turn's pair (paper, section 3.3).</summary>
/// <remarks>
/// Models are folders in Hugging Face form (<c>config.json</c>, <c>model.safetensors</c>, <c>tokenizer.json</c>), so that every stage can be looked at, swapped and resumed.
/// A run that was stopped continues from its last checkpoint when it is started again with the same arguments; with other data or options it is refused.
/// Implementations may be called from any thread, but run one training at a time.
/// </remarks>
public interface IPreferenceTrainer
{
    /// <summary>Supervised fine-tuning; the loss falls on assistant tokens only.</summary>
    /// <param name="dialogues">Training data.</param>
    /// <param name="modelFolder">Model to start from.</param>
    /// <param name="outputFolder">Where the trained model goes; also holds the checkpoints while training runs.</param>
    /// <param name="options">Learning rate, batch and schedule.</param>
    /// <param name="progress">Told after every optimizer step.</param>
    /// <param name="cancellationToken">Stops after the current step; a checkpoint is kept.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<TrainingReport> SftAsync(
        IReadOnlyList<Dialogue> dialogues,
        string modelFolder,
        string outputFolder,
        SftOptions options,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default);

    /// <summary>Supervised fine-tuning on the preferred reply of every turn, each conditioned on the trunk before it (a preferred reply that left the trunk as a leaf counts too).</summary>
    /// <param name="trees">Training data.</param>
    /// <param name="modelFolder">Model to start from.</param>
    /// <param name="outputFolder">Where the trained model goes.</param>
    /// <param name="options">Learning rate, batch and schedule.</param>
    /// <param name="progress">Told after every optimizer step.</param>
    /// <param name="cancellationToken">Stops after the current step; a checkpoint is kept.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<TrainingReport> SftAsync(
        IReadOnlyList<ConversationTree> trees,
        string modelFolder,
        string outputFolder,
        SftOptions options,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default);

    /// <summary>Direct preference optimisation on every decided turn; the reference is the model of <paramref name="modelFolder"/>.</summary>
    /// <param name="trees">Training data.</param>
    /// <param name="modelFolder">Model to start from, and reference.</param>
    /// <param name="outputFolder">Where the trained model goes.</param>
    /// <param name="options">β, learning rate, batch and schedule.</param>
    /// <param name="progress">Told after every optimizer step.</param>
    /// <param name="cancellationToken">Stops after the current step; a checkpoint is kept.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<TrainingReport> DpoAsync(
        IReadOnlyList<ConversationTree> trees,
        string modelFolder,
        string outputFolder,
        DpoOptions options,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default);
}
