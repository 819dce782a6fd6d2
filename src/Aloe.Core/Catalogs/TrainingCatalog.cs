namespace Aloe.Catalogs;

/// <summary>Stage 3 of <see cref="AloeContext"/>: from trees to a trained model.</summary>
/// <remarks>A training backend adds extension methods that create its <see cref="IPreferenceTrainer"/>. Thread-safe.</remarks>
public sealed class TrainingCatalog
{
    internal TrainingCatalog(AloeContext context) => Context = context;

    /// <summary>The context of this catalog, for the extension methods of backends.</summary>
    public AloeContext Context { get; }

    /// <summary>SFT options with the seed of the context.</summary>
    /// <param name="epochs">Passes over the data. Range: 1 to 1,000.</param>
    /// <param name="learningRate">Peak learning rate. Range: above 0.</param>
    public SftOptions SftOptions(int epochs = 1, double learningRate = 1e-5)
        => new() { Epochs = epochs, LearningRate = learningRate, Seed = Context.Seed };

    /// <summary>DPO options with the seed of the context.</summary>
    /// <param name="epochs">Passes over the data. Range: 1 to 1,000.</param>
    /// <param name="learningRate">Peak learning rate. Range: above 0.</param>
    /// <param name="beta">Strength of the pull towards the reference model. Range: above 0.</param>
    public DpoOptions DpoOptions(int epochs = 1, double learningRate = 1e-5, double beta = 0.9)
        => new() { Epochs = epochs, LearningRate = learningRate, Beta = beta, Seed = Context.Seed };
}
