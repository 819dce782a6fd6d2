using System.Globalization;
using Aloe.Prompts;
using Aloe.Randomness;
using Microsoft.Extensions.AI;

namespace Aloe.Conversations;

/// <summary>Ranks the replies of a turn: the judge compares every two of them; more comparisons won is better, and among equals the one that was asked for first stands first.</summary>
internal sealed class ReplyRanking(IChatClient judge, PromptSet prompts, TreeRequest request, ConversationTreeOptions options, int number)
{
    public async Task<RankedReplies> RankAsync(IReadOnlyList<DialogueMessage> conversation, IReadOnlyList<string> replies, CancellationToken cancellationToken)
    {
        List<(int A, int B)> pairs = [.. Enumerable.Range(0, replies.Count).SelectMany(a => Enumerable.Range(a + 1, replies.Count - a - 1).Select(b => (a, b)))];
        var compared = await Task.WhenAll(pairs.Select(pair => CompareAsync(conversation, replies, pair, cancellationToken))).ConfigureAwait(false);
        var wins = new int[replies.Count];
        var notes = TurnNotes.None;
        foreach (var (winner, said) in compared)
        {
            notes = notes.And(said);
            if (winner is { } better)
            {
                wins[better]++;
            }
        }

        List<int> places = [.. Enumerable.Range(0, replies.Count).OrderByDescending(reply => wins[reply]).ThenBy(reply => reply)];
        return new RankedReplies(places, [.. places.Select(place => wins[place])], wins[places[0]] == wins[places[^1]], notes);
    }

    /// <summary>The better one of two replies; null for a tie.</summary>
    private async Task<(int? Winner, TurnNotes Notes)> CompareAsync(
        IReadOnlyList<DialogueMessage> conversation, IReadOnlyList<string> replies, (int A, int B) pair, CancellationToken cancellationToken)
    {
        var part = pair == (0, 1) ? "" : string.Create(CultureInfo.InvariantCulture, $".{pair.A}-{pair.B}");
        var call = new RoleCall(judge, request.Id, number, RoleName.Judge, options.Seed, temperature: 0, part);
        var (first, second) = SeededRandom.For(options.Seed, request.Id, number.ToString(CultureInfo.InvariantCulture), "order" + part).Next(2) == 0 ? pair : (pair.B, pair.A);
        var notes = TurnNotes.None;
        if (options.JudgeOrder == JudgeOrder.Random)
        {
            return (await DecideAsync(swaps: true).ConfigureAwait(false), notes);
        }

        var winner = await DecideAsync(swaps: false).ConfigureAwait(false);
        (first, second) = (second, first);
        var swapped = await DecideAsync(swaps: false).ConfigureAwait(false);
        return (winner == swapped ? winner : null, notes);

        async Task<int?> DecideAsync(bool swaps)
        {
            for (var attempt = 0; attempt < options.JudgeAttempts; attempt++)
            {
                var answer = await call.AskForFormAsync(Prompt(conversation, replies[first], replies[second]), JudgeAnswer.Form, options.Quality, prompts.Repair, cancellationToken).ConfigureAwait(false);
                var verdict = new JudgeVerdict(first, second, answer.Value);
                notes = notes.And(answer.Notes with { Verdicts = [verdict] });
                if (verdict.Winner is { } decided)
                {
                    return decided;
                }

                (first, second) = swaps ? (second, first) : (first, second);
            }

            return null;
        }
    }

    private string Prompt(IReadOnlyList<DialogueMessage> conversation, string first, string second)
        => PromptSet.Fill(
            prompts.JudgePair,
            ("profile", request.Persona.Profile),
            ("personality", request.Persona.Personality),
            ("conversation", PromptSet.Transcript(conversation)),
            ("reply_a", first),
            ("reply_b", second));
}
