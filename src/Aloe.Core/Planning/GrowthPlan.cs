using System.Globalization;
using Aloe.Prompts;

namespace Aloe.Planning;

/// <summary>The calls of growing a pool of persona texts, counted before anything is sent.</summary>
public static class GrowthPlan
{
    /// <summary>The role that writes persona texts.</summary>
    internal const string Author = "author";

    /// <summary>Counts the author's calls.</summary>
    /// <param name="options">Kind, target and texts per call.</param>
    /// <param name="seeds">Texts that the pool starts with.</param>
    /// <param name="accepted">Share of the author's texts that differ enough from the pool, 0.001 to 1, as a mean over the growth. It falls as the pool grows: take it from a sample run (<see cref="PersonaGrowthProgress"/>).</param>
    /// <param name="lengths">Mean lengths of the texts; null means the assumptions of <see cref="TextLengths"/>.</param>
    /// <param name="prompts">The prompts; null means <see cref="PromptSet.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static RoleCalls Calls(PersonaGrowthOptions options, int seeds, double accepted, TextLengths? lengths = null, PromptSet? prompts = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Require.AtLeast(seeds, 1, nameof(seeds));
        Require.InRange(accepted, 0.001, 1, nameof(accepted));
        var texts = lengths ?? new TextLengths();
        var templates = prompts ?? PromptSet.Default;
        var isProfile = options.Kind == PersonaTextKind.Profile;
        var text = isProfile ? texts.Profile : texts.Personality;
        var template = PromptSet.Fill(
            isProfile ? templates.ProfileAuthor : templates.PersonalityAuthor, ("count", options.CandidatesPerCall.ToString(CultureInfo.InvariantCulture)), ("examples", ""));
        var missing = Math.Max(0, options.TargetCount - seeds);
        var calls = Math.Min(options.MaxCalls, (long)Math.Ceiling(missing / (options.CandidatesPerCall * accepted)));
        return new RoleCalls(Author, calls, 4 + texts.Of(template) + (options.ExamplesPerCall * text), options.CandidatesPerCall * text);
    }
}
