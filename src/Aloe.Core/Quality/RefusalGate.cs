using System.Text.RegularExpressions;

namespace Aloe.Quality;

/// <summary>Rejects a reply that declines the conversation, or that talks of itself as a machine. English.</summary>
/// <remarks>
/// The lexicon: "as an AI", "as a language model" and the like, followed by a mark, <c>I</c>, <c>my</c> or a noun that leaves no doubt ("as an AI engineer, you…" passes); "I am just an AI"; and "I can't",
/// "cannot", "won't", "am unable to" or "must decline to", followed by what is declined: help or assist with, provide, fulfil, comply, discuss, engage in, continue this ("I can't help but smile" passes).
/// </remarks>
internal sealed partial class RefusalGate : IReplyGate
{
    private const string Model = @"an?\s+(?:ai|artificial intelligence|(?:(?:ai|large)\s+)?language model|chatbot)";

    public string Name => "refusal";

    public bool Rejects(ReplyCandidate candidate)
    {
        var text = candidate.Text.Replace('’', '\'');
        return Machine().IsMatch(text) || Decline().IsMatch(text);
    }

    [GeneratedRegex(
        @"\bas\s+" + Model + @"(?:\s*[,;:]|\s+(?:I|my|assistant|model|chatbot|language model)\b)|\bI(?:'m|\s+am)\s+(?:just\s+|only\s+|merely\s+)?" + Model + @"(?:\s*[,;:.!]|\s*$|\s+(?:and|so|but|that|without|assistant|model|language model)\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Machine();

    [GeneratedRegex(
        @"\bI(?:'m|\s+am)?\s+(?:can't|cannot|can\s+not|won't|will\s+not|unable\s+to|not\s+able\s+to|must\s+decline\s+to|have\s+to\s+decline\s+to)\s+"
        + @"(?:(?:help|assist)\s+(?:you\s+)?with\b|provide\b|fulfil+\b|comply\b|discuss\b|engage\s+(?:in|with)\b|continue\s+(?:this|with\s+this)\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Decline();
}
