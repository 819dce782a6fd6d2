using Aloe.Randomness;

namespace Aloe.Simulation.World;

/// <summary>Writes the messages of a simulated user: one more fact of the profile a turn, and one or two signs of the personality.</summary>
internal sealed class UserWriter(string profile, string personality, Wordings wordings)
{
    // A message alone must not tell much: one sign of six, or two.
    private const double SecondCue = 0.6;
    private const double Reaction = 0.4;

    private static readonly Grammar Grammar = new(WordTable.Load("user", "cues"));

    private readonly List<Fact> _facts = FactReader.Read(profile);
    private readonly StyleVector _style = PersonalityReader.Read(personality);

    /// <summary>The next message, given what this user has written so far and the reply to the last of it.</summary>
    public string Write(IReadOnlyList<string> own, string? lastReply, SeededRandom random)
    {
        var said = Words.Line(string.Join(' ', own));
        var parts = new List<string>();
        if (lastReply is null)
        {
            parts.Add(Grammar.Expand("hello", random));
        }
        else if (random.NextDouble() < Reaction)
        {
            parts.Add(Grammar.Expand(lastReply.Contains('?', StringComparison.Ordinal) ? "react.question" : "react.other", random));
        }

        var news = News(own, random);
        var cues = NextCues(said, random).ToList();
        var cuesFirst = random.NextDouble() < 0.5;
        parts.AddRange(cuesFirst ? cues : news);
        parts.AddRange(cuesFirst ? news : cues);
        return string.Join(' ', parts);
    }

    /// <summary>The first message, of a kind: a greeting tells nothing yet; the others tell a fact and go with the signs of any first message.</summary>
    /// <param name="opening">Any but <see cref="OpeningStyle.Free"/> and <see cref="OpeningStyle.Mixed"/>.</param>
    /// <param name="random">Draws.</param>
    public string Open(OpeningStyle opening, SeededRandom random)
    {
        var hello = Grammar.Expand("hello", random);
        if (opening == OpeningStyle.Greeting || _facts.Count == 0)
        {
            return hello;
        }

        var fact = random.Pick(_facts);
        var cues = NextCues("", random);
        return string.Join(' ', opening == OpeningStyle.Story
            ? [hello, Grammar.Expand("open.story", random, ("f", Inner(fact))), .. cues]
            : [hello, $"{fact.FirstPerson}.", .. cues, Grammar.Expand(opening == OpeningStyle.Question ? "open.question" : "open.request", random, ("K", Own(fact.Topic)))]);
    }

    private List<string> News(IReadOnlyList<string> own, SeededRandom random)
    {
        if (_facts.Count == 0)
        {
            return [];
        }

        var words = FactReader.WordSet(string.Join(' ', own));
        var untold = _facts.Where(fact => !fact.IsToldIn(words)).ToList();
        if (untold.Count == 0)
        {
            return [Grammar.Expand("again", random, ("K", Own(random.Pick(_facts).Topic)))];
        }

        var told = random.Pick(untold);
        var rule = wordings == Wordings.All && random.NextDouble() < HeldOut.Share ? "fact.heldout" : "fact";
        return [Grammar.Expand(rule, random, ("F", told.FirstPerson), ("f", Inner(told)))];
    }

    /// <summary>A fact as its owner says it within a sentence.</summary>
    private static string Inner(Fact fact) => fact.FirstPerson.StartsWith("My ", StringComparison.Ordinal) ? $"my{fact.FirstPerson[2..]}" : fact.FirstPerson;

    /// <summary>A topic as its owner names it.</summary>
    private static string Own(string topic) => topic.Replace("your ", "my ", StringComparison.Ordinal);

    /// <summary>Signs of the dimensions that showed least so far.</summary>
    private IEnumerable<string> NextCues(string said, SeededRandom random)
    {
        var shown = Cues.Read(said).CountBy(cue => cue.Dimension).ToDictionary();
        var order = _style.Set.ToArray();
        random.Shuffle<StyleDimension>(order);
        return order
            .OrderBy(dimension => shown.GetValueOrDefault(dimension))
            .Take(random.NextDouble() < SecondCue ? 2 : 1)
            .Select(dimension => Cues.Write(dimension, _style[dimension], wordings, said, random));
    }
}
