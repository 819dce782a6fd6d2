using System.Text;

namespace Aloe.Quality;

/// <summary>Rejects a reply without a letter, a digit or a symbol: nothing, or punctuation alone. An emoji is a reply.</summary>
internal sealed class EmptyReplyGate : IReplyGate
{
    public string Name => "empty";

    public bool Rejects(ReplyCandidate candidate) => !candidate.Text.EnumerateRunes().Any(rune => Rune.IsLetterOrDigit(rune) || Rune.IsSymbol(rune));
}
