using System.Text.RegularExpressions;
using Aloe.Randomness;

namespace Aloe.Simulation.World;

/// <summary>Writes profiles and personalities that differ as much as those of many authors.</summary>
/// <remarks>
/// <see cref="PersonaWriter"/> mixes everything with everything, so that to an embedding model all its people resemble each other. Here a profile keeps to two walks of life and a personality to the images of
/// one temperament, and half of the texts are told in the first person: to an embedding model the subject of the sentences counts as much as what they say.
/// </remarks>
internal static partial class WidePersonaWriter
{
    private const string Separator = " / ";

    private static readonly Grammar Common = new(WordTable.Load("profiles"));
    private static readonly WordTable Traits = WordTable.Load("traits");
    private static readonly string[][] Walks = Read("walks-of-life", "walk");
    private static readonly string[][] Origins = Read("origins", "origin");
    private static readonly string[][] Temperaments = Read("temperaments", "temperament");
    private static readonly IReadOnlyList<string> Ties = WordTable.Load("ties")["tie"];

    /// <summary>Work and what goes with it, pastimes out of another walk of life, and one or two facts of age, origin, family, home or health.</summary>
    public static string Profile(SeededRandom random)
    {
        var walks = random.Draw(Walks, 2);
        string[] facts =
        [
            walks[0][0],
            .. random.Draw(walks[0][1..], 3),
            .. random.Draw(walks[1][1..], 3),
            .. random.Draw<Func<string>>([() => $"is {Common.Expand("age", random)} years old", () => random.Pick(random.Pick(Origins)), () => random.Pick(Ties)], 1 + random.Next(2)).Select(write => write()),
        ];
        random.Shuffle(facts.AsSpan(1));
        var subject = Subject(random);
        return string.Join(' ', facts.Select(fact => Sentence.Of(fact, subject)));
    }

    /// <summary>A trait for four or five dimensions and two or three others, most of them with an image of one temperament.</summary>
    public static string Personality(SeededRandom random)
    {
        var style = PersonaWriter.Style(random, 4 + random.Next(2));
        string[] traits =
        [
            .. style.Set.Select(dimension => random.Pick(Traits[$"trait.{StylePoles.Name(dimension, style[dimension])}"])),
            .. random.Draw(Traits["filler"], 2 + random.Next(2)),
        ];
        random.Shuffle(traits.AsSpan());
        var images = new Queue<string>(random.Draw(random.Pick(Temperaments), 4 + random.Next(2)));
        var subject = Subject(random);
        return string.Join(' ', traits.Select(trait => Sentence.Of(images.TryDequeue(out var image) ? $"{Phrase(trait)}, {image}" : Phrase(trait), subject)));
    }

    /// <summary>A trait without its subject and without a second verb, as in "is earnest and wants others to be", which would not follow another subject.</summary>
    private static string Phrase(string trait) => Frame().Replace(trait, "");

    [GeneratedRegex(@"^<They> | and (?:wants|likes|expects|does) .*|\.$")]
    private static partial Regex Frame();

    private static string Subject(SeededRandom random) => random.Next(2) == 0 ? "I" : Common.Expand("pronoun", random);

    private static string[][] Read(string table, string section)
        => [.. WordTable.Load(table)[section].Select(entry => entry.Split(Separator))];
}
