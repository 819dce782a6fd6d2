using Microsoft.Extensions.AI;

namespace Aloe.Torch;

/// <summary>How the next token is drawn.</summary>
/// <param name="Temperature">Divides the scores; 0 takes the best token.</param>
/// <param name="TopP">Only the most probable tokens that together reach this probability are drawn from (Holtzman et al., 2020); 1 draws from all.</param>
internal readonly record struct Sampling(double Temperature, double TopP)
{
    public static Sampling From(ChatOptions? options)
        => new(Require.InRange(options?.Temperature ?? 1, 0, 100, nameof(ChatOptions.Temperature)), Require.InRange(options?.TopP ?? 1, 1e-6, 1, nameof(ChatOptions.TopP)));

}
