namespace Aloe;

/// <summary>Stage 4: measures how well a model aligns itself to the person it talks to (paper, section 4).</summary>
/// <remarks>Implementations are safe to use from several threads at once, as far as the chat clients are.</remarks>
public interface IAloeEvaluator
{
    /// <summary>Lets the user role play every case against the model and the judge score each reply.</summary>
    /// <param name="assistant">The model under test.</param>
    /// <param name="benchmark">The held-out personas.</param>
    /// <param name="options">Turns, concurrency and seed.</param>
    /// <param name="progress">Told after every judged turn.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<AlignmentReport> EvaluateAsync(
        AssistantUnderTest assistant,
        Benchmark benchmark,
        EvaluationOptions options,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellationToken = default);
}
