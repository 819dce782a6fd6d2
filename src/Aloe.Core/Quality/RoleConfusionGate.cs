using System.Text.RegularExpressions;

namespace Aloe.Quality;

/// <summary>Rejects a reply that does not keep to the assistant's part.</summary>
/// <remarks>
/// Three rules: a line that starts with the name of a speaker (<c>User:</c>, <c>Human:</c>, <c>Assistant:</c>, <c>System:</c>), as in a transcript; marks of a chat template or of reasoning
/// (<c>&lt;|…|&gt;</c>, <c>[INST]</c>, <c>&lt;think&gt;</c>); a sentence of five words or more in the first person that the user wrote, word by word.
/// </remarks>
internal sealed partial class RoleConfusionGate : IReplyGate
{
    private const int FewestWords = 5;

    private static readonly HashSet<string> FirstPerson = ["i", "my", "me", "mine", "myself"];

    public string Name => "role-confusion";

    public bool Rejects(ReplyCandidate candidate)
        => Speaker().IsMatch(candidate.Text) || Template().IsMatch(candidate.Text) || SpeaksAsTheUser(candidate);

    private static bool SpeaksAsTheUser(ReplyCandidate candidate)
    {
        var own = Lines(candidate.Text).ToHashSet();
        return own.Count > 0 && candidate.Conversation.Where(message => message.Role == DialogueRole.User).SelectMany(message => Lines(message.Text)).Any(own.Contains);
    }

    /// <summary>The words of every sentence in the first person that is long enough to be no commonplace.</summary>
    private static IEnumerable<string> Lines(string text) => Sentence.Split(text)
        .Select(sentence => Word.Split(sentence))
        .Where(words => words.Count >= FewestWords && words.Any(word => FirstPerson.Contains(word.Text)))
        .Select(words => string.Join(' ', words.Select(word => word.Text)));

    [GeneratedRegex(@"^[ \t*_#>]*(?:user|human|assistant|system)[*_]*[ \t]*:", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Speaker();

    [GeneratedRegex(@"<\|[^|<>\s]{1,40}\|>|\[/?INST\]|</?(?:think|revealed|start_of_turn|end_of_turn)>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Template();
}
