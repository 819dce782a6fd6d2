using System.Text;

namespace Aloe.Quality;

/// <summary>Rejects a reply that is evidently in another language than the expected one.</summary>
/// <remarks>
/// Two rules. Script: most letters are not of the language's script. Stop words, for languages in Latin script: those of another language are at least three in the reply and more than twice as many as
/// those of the expected one. Words that languages share count for each of them. A short reply passes.
/// </remarks>
internal sealed class LanguageGate : IReplyGate
{
    private const int FewestStopWords = 3;

    private static readonly Dictionary<string, HashSet<string>> StopWords = new()
    {
        ["en"] = Words("the and of to is that it you for with was are this have not but what your they from can would there so just my"),
        ["de"] = Words("der die das und ist nicht ein eine ich du sie wir mit auf für dem den von zu auch wie aber haben sich noch nur"),
        ["fr"] = Words("le la les et est une des que qui dans pas vous je pour avec sur ce cette mais nous il elle au du plus ou votre"),
        ["es"] = Words("el la los las y es una que en no por con para su se del lo como pero más tu muy está sobre también me"),
        ["it"] = Words("il lo la gli le e è un una che di non per con del della sono ma come più anche ti mi questo hai molto"),
        ["pt"] = Words("o os as e é um uma que de não por com para do da em se mas mais como você muito seu sua também isso"),
        ["nl"] = Words("de het een en is niet van dat op te met voor zijn ik je maar ook aan er naar heb wat bij nog zo mijn"),
    };

    /// <summary>Languages in another script, with the ranges of its letters.</summary>
    private static readonly Dictionary<string, (int First, int Last)[]> Scripts = new()
    {
        ["ru"] = [(0x0400, 0x052F)],
        ["uk"] = [(0x0400, 0x052F)],
        ["el"] = [(0x0370, 0x03FF), (0x1F00, 0x1FFF)],
        ["he"] = [(0x0590, 0x05FF)],
        ["ar"] = [(0x0600, 0x06FF), (0x0750, 0x077F)],
        ["hi"] = [(0x0900, 0x097F)],
        ["th"] = [(0x0E00, 0x0E7F)],
        ["ko"] = [(0x1100, 0x11FF), (0xAC00, 0xD7AF)],
        ["ja"] = [(0x3040, 0x30FF), (0x4E00, 0x9FFF)],
        ["zh"] = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x2EBEF)],
    };

    private static readonly (int First, int Last)[] Latin = [(0x0041, 0x024F), (0x1E00, 0x1EFF)];

    private readonly string _language;
    private readonly (int First, int Last)[] _script;

    /// <param name="language">One of en, de, fr, es, it, pt, nl, ru, uk, el, he, ar, hi, th, ko, ja, zh.</param>
    /// <exception cref="ArgumentException">The language is none of these.</exception>
    public LanguageGate(string language)
    {
        _language = language.ToLowerInvariant();
        _script = StopWords.ContainsKey(_language) ? Latin
            : Scripts.TryGetValue(_language, out var script) ? script
            : throw new ArgumentException($"{nameof(QualityOptions.Language)} must be one of {string.Join(", ", StopWords.Keys.Concat(Scripts.Keys))}; it was {language}.", nameof(language));
    }

    public string Name => "language";

    public bool Rejects(ReplyCandidate candidate)
    {
        var letters = candidate.Text.EnumerateRunes().Where(Rune.IsLetter).ToList();
        return 2 * letters.Count(letter => IsIn(_script, letter)) < letters.Count || (_script == Latin && IsInAnother(candidate.Text));
    }

    private bool IsInAnother(string text)
    {
        var words = Word.Split(text);
        var expected = words.Count(word => StopWords[_language].Contains(word.Text));
        return StopWords.Values.Any(stop => words.Count(word => stop.Contains(word.Text)) is var found && found >= FewestStopWords && found > 2 * expected);
    }

    private static bool IsIn((int First, int Last)[] script, Rune letter) => script.Any(range => letter.Value >= range.First && letter.Value <= range.Last);

    private static HashSet<string> Words(string list) => [.. list.Split(' ')];
}
