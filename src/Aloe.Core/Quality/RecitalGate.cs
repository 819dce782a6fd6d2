namespace Aloe.Quality;

/// <summary>Rejects a reply that recites the persona: too large a share of its words lies in runs of five or more that stand in the profile or personality and that nobody has said before, revealed or not.</summary>
/// <param name="maxShare">Largest share of the reply's words, 0 to 1.</param>
internal sealed class RecitalGate(double maxShare) : IReplyGate
{
    private const int Run = 5;

    public string Name => "recital";

    public bool Rejects(ReplyCandidate candidate)
    {
        var reply = Word.Split(candidate.Text);
        var isUnsaid = WordRun.Unsaid(candidate.Persona, candidate.Conversation.Select(message => message.Text));
        var (covered, end) = (0, 0);
        foreach (var (first, run) in WordRun.Of(reply, Run).Index())
        {
            if (isUnsaid(run))
            {
                covered += first + Run - Math.Max(first, end);
                end = first + Run;
            }
        }

        return covered > maxShare * reply.Count;
    }
}
