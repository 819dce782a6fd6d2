namespace Aloe.Simulation.World;

/// <summary>One sentence of a profile, as the simulated participants understand it.</summary>
/// <param name="Sentence">The sentence as it stands.</param>
/// <param name="FirstPerson">The same as its owner would say it, without the full stop.</param>
/// <param name="Topic">What it is about, as a phrase to build a sentence with: "the piano", "Biscuit".</param>
/// <param name="TopicWord">Last word of the topic, normalised.</param>
/// <param name="Keywords">Normalised content words.</param>
internal sealed record Fact(string Sentence, string FirstPerson, string Topic, string TopicWord, IReadOnlySet<string> Keywords)
{
    /// <summary>Whether someone who wrote these words (a set of normalised words) has told this fact.</summary>
    public bool IsToldIn(IReadOnlySet<string> words)
        => words.Contains(TopicWord) && Keywords.Count(words.Contains) >= 0.6 * Keywords.Count;

    /// <summary>Whether a text touches on this fact.</summary>
    public bool IsTouchedIn(IReadOnlySet<string> words) => words.Contains(TopicWord);
}
