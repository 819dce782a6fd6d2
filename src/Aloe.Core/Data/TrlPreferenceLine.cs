namespace Aloe.Data;

/// <summary>A line of <see cref="TrlPreferenceFormat"/>.</summary>
internal sealed record TrlPreferenceLine(IReadOnlyList<TrlMessage> Prompt, IReadOnlyList<TrlMessage> Chosen, IReadOnlyList<TrlMessage> Rejected);
