namespace Aloe.Simulation.World;

/// <summary>One sentence of a profile, as the simulated participants understand it.</summary>
/// <param name="Sentence">The sentence as it stands.</param>
/// <param name="FirstPerson">The same as its owner would say it, without the full stop.</param>
/// <param name="Topic">What it is about, as one says it to its owner: "your music".</param>
/// <param name="Anchor">Its last content word, normalised.</param>
/// <param name="Keywords">All its content words, normalised.</param>
internal sealed record Fact(string Sentence, string FirstPerson, string Topic, string Anchor, IReadOnlySet<string> Keywords)
{
    /// <summary>Last word of the topic, normalised.</summary>
    public string TopicWord { get; } = Words.Normalize(Topic[(Topic.LastIndexOf(' ') + 1)..].ToLowerInvariant());

    /// <summary>Whether someone who wrote these words (a set of normalised words) has told this fact.</summary>
    public bool IsToldIn(IReadOnlySet<string> words)
        => words.Contains(Anchor) && Keywords.Count(words.Contains) >= 0.6 * Keywords.Count;

    /// <summary>Whether a text touches on this fact.</summary>
    public bool IsTouchedIn(IReadOnlySet<string> words) => words.Contains(TopicWord) || words.Contains(Anchor);
}
