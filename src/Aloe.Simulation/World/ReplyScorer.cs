namespace Aloe.Simulation.World;

/// <summary>How the simulated judge scores a reply. The rules are written down in docs/simulation.md.</summary>
internal sealed class ReplyScorer(string profile, string personality)
{
    // The richest reply of the grammar shows a manner seven times; more is stuffing.
    private const int MostHonestSigns = 8;
    private const double Unshown = 0.45;
    private const double Opposed = -0.6;

    private readonly List<Fact> _facts = FactReader.Read(profile);
    private readonly StyleVector _style = PersonalityReader.Read(personality);

    /// <summary>Scores a reply to the last of the user's messages.</summary>
    public ReplyScore Score(IReadOnlyList<string> userMessages, IReadOnlyList<string> earlierReplies, string reply)
    {
        var reading = new ReplyReading(reply);
        if (reading.Words.Count == 0)
        {
            return new ReplyScore(0, 0, 0);
        }

        return new ReplyScore(Style(reading), Content(userMessages, reading), Naturalness(userMessages[^1], earlierReplies, reading));
    }

    private double Style(ReplyReading reading)
    {
        var dimensions = _style.Set.ToList();
        return dimensions.Count == 0
            ? Unshown
            : Math.Max(0, dimensions.Average(dimension => Fit(dimension, _style[dimension], reading)));
    }

    private static double Fit(StyleDimension dimension, int wanted, ReplyReading reading)
    {
        var shown = reading.Shows(dimension);
        if (shown == wanted)
        {
            return 1;
        }

        // Not asking and not being loud are the absence of a manner rather than the opposite of it.
        var silent = shown < 0 && dimension is (StyleDimension.Energy or StyleDimension.Questions);
        return shown == 0 || silent ? Unshown : Opposed;
    }

    /// <summary>Answers this message, comes back to something told earlier, and knows nothing that was not told.</summary>
    private double Content(IReadOnlyList<string> userMessages, ReplyReading reading)
    {
        var mentioned = reading.Words.Select(Words.Normalize).ToHashSet(StringComparer.Ordinal);
        var told = FactReader.WordSet(string.Join(' ', userMessages));
        var known = _facts.Where(fact => fact.IsToldIn(told)).Select(fact => fact.TopicWord).ToHashSet(StringComparer.Ordinal);
        if (_facts.Any(fact => fact.IsTouchedIn(mentioned) && !known.Contains(fact.TopicWord) && !told.Contains(fact.Anchor)))
        {
            return 0;
        }

        var current = FactReader.In(userMessages[^1], _facts);
        var isRelevant = current.Count > 0
            ? current.Any(fact => mentioned.Contains(fact.TopicWord) || fact.Keywords.Overlaps(mentioned))
            : FactReader.WordSet(userMessages[^1]).Where(Words.IsContent).Any(mentioned.Contains);
        var comesBack = OtherTopics(current, mentioned) is 1 or 2;
        return (isRelevant ? 0.4 : 0) + (comesBack ? 0.6 : 0);
    }

    private double Naturalness(string message, IReadOnlyList<string> earlierReplies, ReplyReading reading)
    {
        var words = reading.Words;
        var mentioned = words.Select(Words.Normalize).ToHashSet(StringComparer.Ordinal);
        var score = 1.0;
        score -= Echoes(message, words) ? 0.6 : 0;
        score -= OtherTopics(FactReader.In(message, _facts), mentioned) > 2 ? 0.5 : 0;
        score -= NamesTwice(words) ? 0.3 : 0;
        score -= words.Count > 60 ? 0.4 : 0;
        score -= reading.MostSigns > MostHonestSigns ? 0.4 : 0;
        score -= IsBroken(reading) ? 0.5 : 0;
        score -= earlierReplies.Contains(reading.Text, StringComparer.Ordinal) ? 0.5 : 0;
        score -= earlierReplies.Count > 0 && reading.Sentences.Any(sentence => Words.Of(sentence).Count > 3 && earlierReplies[^1].Contains(sentence, StringComparison.Ordinal)) ? 0.2 : 0;
        return Math.Max(0, score);
    }

    /// <summary>"It is nice to hear about your travels. I think of your travels, too."</summary>
    private bool NamesTwice(IReadOnlyList<string> words)
        => _facts.Select(fact => fact.TopicWord).Distinct().Any(topic => words.Count(word => Words.Normalize(word) == topic) > 1);

    private int OtherTopics(List<Fact> current, HashSet<string> mentioned)
        => _facts.Except(current).Where(fact => fact.IsTouchedIn(mentioned)).Select(fact => fact.TopicWord).Except(current.Select(fact => fact.TopicWord)).Distinct().Count();

    /// <summary>Repeats six words of the message in a row, or is made of its words for the most part.</summary>
    private static bool Echoes(string message, IReadOnlyList<string> reply)
    {
        var said = Words.Of(message);
        var line = $" {string.Join(' ', said)} ";
        for (var i = 0; i + 6 <= reply.Count; i++)
        {
            if (line.Contains($" {string.Join(' ', reply.Skip(i).Take(6))} ", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return reply.Count >= 6 && reply.Count(said.Contains) > 0.7 * reply.Count;
    }

    /// <summary>No end mark, a small initial, a word twice in a row, the same sentence twice, a sentence that loses its way, or hardly a function word in it.</summary>
    private static bool IsBroken(ReplyReading reading)
    {
        var words = reading.Words;
        var endsInLetter = char.IsLetterOrDigit(reading.Text.TrimEnd()[^1]);
        var doubled = words.Zip(words.Skip(1)).Any(pair => pair.First == pair.Second);
        var small = reading.Sentences.Any(sentence => char.IsLower(sentence[0]));
        var repeated = reading.Sentences.Distinct(StringComparer.Ordinal).Count() < reading.Sentences.Count;
        var salad = words.Count >= 8 && words.Count(word => !Words.IsContent(Words.Normalize(word))) < 0.15 * words.Count;
        return endsInLetter || doubled || small || repeated || salad || KnownSentences.HasBrokenOne(reading.Sentences);
    }
}
