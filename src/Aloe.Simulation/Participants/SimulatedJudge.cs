using Aloe.Randomness;
using Aloe.Simulation.World;
using Microsoft.Extensions.AI;

namespace Aloe.Simulation.Participants;

/// <summary>Compares two replies, or scores one, by what can be read in them.</summary>
internal sealed class SimulatedJudge() : SimulatedChatClient("judge")
{
    // Closer than this the two replies are as good as each other.
    private const double Indifference = 0.01;

    protected override string Answer(IReadOnlyList<ChatMessage> conversation, SeededRandom random)
    {
        var prompt = conversation[^1].Text;
        var scorer = new ReplyScorer(PromptReader.Required(prompt, "profile"), PromptReader.Required(prompt, "personality"));
        var (user, assistant) = PromptReader.Transcript(PromptReader.Required(prompt, "conversation"));
        if (PromptReader.Block(prompt, "reply_a") is { } first)
        {
            var difference = scorer.Score(user, assistant, first).Overall - scorer.Score(user, assistant, PromptReader.Required(prompt, "reply_b")).Overall;
            return $"{{\"preferred\":\"{(Math.Abs(difference) < Indifference ? "tie" : difference > 0 ? "A" : "B")}\"}}";
        }

        var score = scorer.Score(user, assistant, PromptReader.Required(prompt, "reply"));
        return $"{{\"style\":{ReplyScore.OnScale(score.Style)},\"content\":{ReplyScore.OnScale(score.Content)},\"naturalness\":{ReplyScore.OnScale(score.Naturalness)},\"overall\":{ReplyScore.OnScale(score.Overall)}}}";
    }
}
