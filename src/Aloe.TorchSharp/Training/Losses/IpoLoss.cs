using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>(chosen − rejected − 1/(2β))² (Azar et al., 2023, equation 17), on log-ratios per token.</summary>
internal sealed record IpoLoss(double Beta) : IPreferenceLoss
{
    /// <inheritdoc/>
    public bool PerToken => true;

    /// <inheritdoc/>
    public Tensor PerPair(Tensor chosen, Tensor rejected)
    {
        var distance = (chosen - rejected).Plus(-1 / (2 * Beta));
        return distance * distance;
    }
}
