using System.Globalization;
using Aloe.Answers;
using Aloe.Randomness;
using Microsoft.Extensions.AI;

namespace Aloe.Evaluation;

/// <summary>Asks a judge for an answer in a form until it can be read.</summary>
internal static class JudgeAsk
{
    /// <summary>Asks once and, while the answer cannot be read, again, each time with the next seed of the stream that seed and round fix.</summary>
    /// <returns>What was read from the last answer, and that answer.</returns>
    public static async Task<(T Value, string Answer)> AskAsync<T>(
        this IChatClient judge, string task, AnswerForm<T> form, int attempts, long? seed, int round, CancellationToken cancellationToken)
    {
        var format = SchemaSupport.IsGiven(StructuredOutput.Auto, judge) ? form.Format : null;
        var seeds = seed is { } given ? Seeds(given, round) : null;
        for (var attempt = 0; ; attempt++)
        {
            // The first answer is the judge's most likely one; asked again, it must be free to answer otherwise.
            var options = new ChatOptions { Temperature = attempt == 0 && round == 1 ? 0 : null, Seed = seeds?.NextSeed(), ResponseFormat = format };
            var response = await judge.GetResponseAsync([new ChatMessage(ChatRole.User, task)], options, cancellationToken).ConfigureAwait(false);
            if (form.TryRead(response.Text, out var value) || attempt == attempts)
            {
                return (value, response.Text);
            }
        }
    }

    private static SeededRandom Seeds(long seed, int round)
        => round == 1 ? new SeededRandom((ulong)seed) : SeededRandom.For(seed, "round", round.ToString(CultureInfo.InvariantCulture));
}
