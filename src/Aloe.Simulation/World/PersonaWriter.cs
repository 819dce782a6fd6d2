using Aloe.Randomness;

namespace Aloe.Simulation.World;

/// <summary>Writes profiles and personalities from the grammar.</summary>
internal static class PersonaWriter
{
    private static readonly Grammar Profiles = new(WordTable.Load("profiles"));
    private static readonly Grammar Personalities = new(WordTable.Load("traits"));
    private static readonly Grammar Everyday = new(WordTable.Load("small-talk"));
    private static readonly string[] EverydayTopics = [.. Everyday.Table.Sections.Where(section => section.StartsWith("your ", StringComparison.Ordinal))];
    private static readonly string[] Topics = [.. Profiles.Table.Sections.Where(section => section.StartsWith("topic.", StringComparison.Ordinal) && section is not ("topic.age" or "topic.job"))];

    /// <summary>Age, work, and six to eight other facts.</summary>
    public static string Profile(SeededRandom random)
    {
        var pronoun = Profiles.Expand("pronoun", random);
        var topics = Topics.ToArray();
        random.Shuffle<string>(topics);
        var everyday = EverydayTopics.Where(topic => topic is not ("your age" or "your job")).ToArray();
        random.Shuffle<string>(everyday);
        var facts = topics.Take(3 + random.Next(2)).Prepend("topic.job").Prepend("topic.age").Select(topic => Profiles.Expand(topic, random, ("They", pronoun)))
            .Concat(everyday.Take(3 + random.Next(2)).Select(topic => Everyday.Expand(topic, random, ("They", pronoun))));
        return string.Join(' ', facts.Select(Agree));
    }

    /// <summary>One to eight everyday facts.</summary>
    public static string SmallTalk(SeededRandom random)
    {
        var topics = EverydayTopics.ToArray();
        random.Shuffle<string>(topics);
        return string.Join(' ', topics.Take(1 + random.Next(8)).Select(topic => Everyday.Expand(topic, random, ("They", "She"))));
    }

    /// <summary>A trait for four to six dimensions, and two to four that have nothing to do with them.</summary>
    public static string Personality(SeededRandom random)
    {
        var style = Style(random, 4 + random.Next(3));
        var pronoun = Profiles.Expand("pronoun", random);
        var rules = style.Set.Select(dimension => $"trait.{StylePoles.Name(dimension, style[dimension])}").ToList();
        rules.AddRange(Enumerable.Repeat("filler", 2 + random.Next(3)));
        var order = rules.ToArray();
        random.Shuffle<string>(order);
        return string.Join(' ', order.Select(rule => Agree(Personalities.Expand(rule, random, ("They", pronoun)))).Distinct());
    }

    /// <summary>Preferences in so many dimensions, each pole as likely as the other.</summary>
    public static StyleVector Style(SeededRandom random, int count)
    {
        var dimensions = StylePoles.All.ToArray();
        random.Shuffle<StyleDimension>(dimensions);
        var chosen = dimensions.Take(count).ToHashSet();
        return StyleVector.From(dimension => chosen.Contains(dimension) ? (random.Next(2) * 2) - 1 : 0);
    }

    /// <summary>The shortest sentence that says someone has a preference.</summary>
    public static string Trait(StyleDimension dimension, int sign)
        => Agree(Personalities.Table[$"trait.{StylePoles.Name(dimension, sign)}"].MinBy(trait => trait.Length)!.Replace("<They>", "They", StringComparison.Ordinal));

    /// <summary>The tables are written for "she" and "he"; for "they" the first verb changes.</summary>
    public static string Agree(string sentence)
    {
        if (!sentence.StartsWith("They ", StringComparison.Ordinal))
        {
            return sentence;
        }

        var spoken = FirstPerson.Of(sentence.Replace("They ", "She ", StringComparison.Ordinal));
        return spoken.Split(' ', 3) switch
        {
            [_, "am", var rest] => $"They are {rest}",
            [_, "was", var rest] => $"They were {rest}",
            _ => $"They {spoken["I ".Length..]}",
        };
    }
}
