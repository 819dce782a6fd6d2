using Aloe.Catalogs;

namespace Aloe.Torch.Training;

/// <summary>Brings the TorchSharp trainer to <see cref="AloeContext.Training"/>.</summary>
public static class TorchTrainingExtensions
{
    /// <summary>A trainer on this machine.</summary>
    /// <param name="training">The catalog.</param>
    /// <param name="device"><c>cpu</c>, <c>cuda</c>, or <c>auto</c> for the first GPU, if there is one.</param>
    /// <param name="options">How the machine is used; null takes the defaults.</param>
    public static TorchPreferenceTrainer Torch(this TrainingCatalog training, string device = "auto", TorchTrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(training);
        return new TorchPreferenceTrainer(device, options);
    }
}
