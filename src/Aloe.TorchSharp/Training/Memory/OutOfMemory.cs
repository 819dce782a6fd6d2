namespace Aloe.Torch.Training;

/// <summary>Recognises that libtorch ran out of memory, which it tells in words only, and explains it.</summary>
internal static class OutOfMemory
{
    // On a GPU "CUDA out of memory", on a CPU "DefaultCPUAllocator: can't allocate memory" or "not enough memory".
    private static readonly string[] Signs = ["out of memory", "can't allocate memory", "not enough memory"];

    /// <summary>Whether an exception says so.</summary>
    public static bool Is(Exception exception)
        => exception is not InsufficientMemoryException && (exception is OutOfMemoryException || Signs.Any(sign => exception.Message.Contains(sign, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The exception to throw in its place.</summary>
    /// <param name="exception">What libtorch said.</param>
    /// <param name="estimate">What was expected.</param>
    public static InsufficientMemoryException Explained(Exception exception, TrainingMemoryEstimate estimate)
        => new(
            $"Out of memory on {estimate.Device}, although the training was estimated to need {TrainingMemoryEstimate.Gigabytes(estimate.Total)}"
            + $"{(estimate.Available is { } available ? $" of {TrainingMemoryEstimate.Gigabytes(available)}" : "")}. Nothing is lost: started again with the same arguments, it continues from its last checkpoint. "
            + $"Less memory is needed with {nameof(TorchTrainerOptions)}.{nameof(TorchTrainerOptions.ActivationCheckpointing)} = true, smaller {nameof(TorchTrainerOptions)}.{nameof(TorchTrainerOptions.RowTokens)} or {nameof(TorchTrainerOptions.Workers)}, "
            + $"and, in a new output folder, with {nameof(TrainingOptions.Lora)}, {nameof(TrainingPrecision)}.{nameof(TrainingPrecision.Mixed)} or a smaller {nameof(TrainingOptions.MaxRowTokens)}.\n{estimate}",
            exception);
}
