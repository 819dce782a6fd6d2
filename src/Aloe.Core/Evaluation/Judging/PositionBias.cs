using Aloe.Conversations;
using Aloe.Prompts;
using Aloe.Randomness;
using Aloe.Statistics;
using Microsoft.Extensions.AI;

namespace Aloe.Evaluation;

/// <summary>How far a judge who compares two replies goes by the order in which it is shown them: every pair is shown in both orders.</summary>
/// <param name="Compared">Pairs of replies that were shown, each twice.</param>
/// <param name="Consistent">Pairs of which the same reply was chosen both times.</param>
/// <param name="PreferFirst">Out of the answers that chose a reply, those that chose the one shown first: near one half for a judge that does not mind the order. The interval takes all answers for independent.</param>
/// <param name="Undecided">Answers, out of twice <paramref name="Compared"/>, that chose neither reply or could not be read.</param>
/// <param name="Skipped">Cases that could not be compared: only one of the reports has them, the user is somebody else or began in another way, or the replies are the same.</param>
public sealed record PositionBias(int Compared, int Consistent, Proportion PreferFirst, int Undecided, int Skipped)
{
    /// <summary>Measures it with the replies that two models gave to the same first message of the same user.</summary>
    /// <param name="judge">The judge.</param>
    /// <param name="first">A report of one model.</param>
    /// <param name="second">A report of another model on the same benchmark with the same seed, so that users begin alike.</param>
    /// <param name="prompts">Uses <see cref="PromptSet.JudgePair"/>. <value>Default: <see cref="PromptSet.Default"/>.</value></param>
    /// <param name="attempts">Times an answer that cannot be read is asked for again. <value>Default: 2. Range: 0 to 10.</value></param>
    /// <param name="concurrency">Calls in flight at the same time. The result does not depend on it. <value>Default: 8. Range: 1 to 4,096.</value></param>
    /// <param name="seed">Seed of the judge's draws. <value>Default: 0.</value></param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <remarks>The judge is asked twice for each case that both reports have. Errors of the client pass through.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task<PositionBias> MeasureAsync(
        IChatClient judge,
        AlignmentReport first,
        AlignmentReport second,
        PromptSet? prompts = null,
        int attempts = 2,
        int concurrency = 8,
        long seed = 0,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        Require.InRange(attempts, 0, 10, nameof(attempts));
        var parallelism = new ParallelOptions { MaxDegreeOfParallelism = Require.InRange(concurrency, 1, 4_096, nameof(concurrency)), CancellationToken = cancellationToken };
        var template = (prompts ?? PromptSet.Default).JudgePair;
        var pairs = OpeningPair.Of(first.Cases, second.Cases);
        var choices = new JudgeChoice[2 * pairs.Count];
        await Parallel.ForAsync(0, choices.Length, parallelism, async (i, token) =>
        {
            var (pair, swapped) = (pairs[i / 2], i % 2 == 1);
            var draws = (long)SeededRandom.Key(seed, pair.Case.Id, swapped ? "swapped pair" : "pair");
            (choices[i], _) = await judge.AskAsync(pair.Task(template, swapped), JudgeAnswer.Form, attempts, draws, round: 1, token).ConfigureAwait(false);
        }).ConfigureAwait(false);
        var cases = first.Cases.Concat(second.Cases).DistinctBy(scored => scored.Case.Id).Count();
        return Of(choices, skipped: cases - pairs.Count);
    }

    /// <summary>Counts answers: two for each pair, the second with the replies swapped.</summary>
    private static PositionBias Of(JudgeChoice[] choices, int skipped)
    {
        var (forFirst, forSecond) = (choices.Count(choice => choice == JudgeChoice.First), choices.Count(choice => choice == JudgeChoice.Second));
        var consistent = choices.Chunk(2).Count(both => both is [JudgeChoice.First, JudgeChoice.Second] or [JudgeChoice.Second, JudgeChoice.First]);
        return new PositionBias(choices.Length / 2, consistent, new Proportion(forFirst, forFirst + forSecond), choices.Length - forFirst - forSecond, skipped);
    }
}
