using Aloe.Randomness;
using Aloe.Simulation.World;
using Microsoft.Extensions.AI;

namespace Aloe.Simulation.Participants;

/// <summary>Compares two replies, scores one, holds claims against a persona, or says whether a user still is the persona; which of these, the blocks of its prompt tell.</summary>
internal sealed class SimulatedJudge() : SimulatedChatClient("judge")
{
    // Closer than this the two replies are as good as each other.
    private const double Indifference = 0.01;

    protected override string Answer(IReadOnlyList<ChatMessage> conversation, SeededRandom random)
    {
        var prompt = conversation[^1].Text;
        if (PromptReader.Block(prompt, "claimed_facts") is { } claims)
        {
            return $"{{\"facts\":{Pairs(prompt, claims, "facts", Claims.IsSameFact)},\"traits\":{Pairs(prompt, PromptReader.Required(prompt, "claimed_traits"), "traits", Claims.IsSameTrait)}}}";
        }

        var (profile, personality) = (PromptReader.Required(prompt, "profile"), PromptReader.Required(prompt, "personality"));
        var (user, assistant) = PromptReader.Transcript(PromptReader.Required(prompt, "conversation"));
        var scorer = new ReplyScorer(profile, personality);
        if (PromptReader.Block(prompt, "reply_a") is { } first)
        {
            var difference = scorer.Score(user, assistant, first).Overall - scorer.Score(user, assistant, PromptReader.Required(prompt, "reply_b")).Overall;
            return $"{{\"preferred\":\"{(Math.Abs(difference) < Indifference ? "tie" : difference > 0 ? "A" : "B")}\"}}";
        }

        if (PromptReader.Block(prompt, "reply") is not { } reply)
        {
            return $"{{\"score\":{PersonaDrift.Score(profile, personality, user)}}}";
        }

        var score = scorer.Score(user, assistant, reply);
        return $"{{\"style\":{ReplyScore.OnScale(score.Style)},\"content\":{ReplyScore.OnScale(score.Content)},\"naturalness\":{ReplyScore.OnScale(score.Naturalness)},\"overall\":{ReplyScore.OnScale(score.Overall)}}}";
    }

    private static string Pairs(string prompt, string claims, string sentences, Func<string, string, bool> isSame)
    {
        var truths = PromptReader.Numbered(PromptReader.Required(prompt, sentences));
        var pairs = PromptReader.Numbered(claims).SelectMany(claim => truths.Where(truth => isSame(claim.Text, truth.Text)).Select(truth => $"[{claim.Number},{truth.Number}]"));
        return $"[{string.Join(',', pairs)}]";
    }
}
