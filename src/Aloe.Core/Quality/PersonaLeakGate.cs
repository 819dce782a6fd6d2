namespace Aloe.Quality;

/// <summary>Rejects a reply that knows what it cannot know: a run of words from the profile or personality that was neither revealed nor said before in the conversation.</summary>
/// <param name="words">Words in a row; case, spacing and punctuation do not matter.</param>
internal sealed class PersonaLeakGate(int words) : IReplyGate
{
    public string Name => "persona-leak";

    public bool Rejects(ReplyCandidate candidate)
    {
        var known = candidate.Revealed.Facts.Concat(candidate.Revealed.Traits).Concat(candidate.Conversation.Select(message => message.Text));
        var isSecret = WordRun.Unsaid(candidate.Persona, known);
        return WordRun.Of(Word.Split(candidate.Text), words).Any(run => isSecret(run));
    }
}
