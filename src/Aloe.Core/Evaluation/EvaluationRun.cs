using System.Globalization;
using Aloe.Randomness;

namespace Aloe.Evaluation;

/// <summary>One run of the benchmark in memory: plays all cases.</summary>
internal sealed class EvaluationRun(EvaluationSetup setup, IProgress<EvaluationProgress>? progress)
{
    private readonly CasePlay[] _plays = [.. setup.Benchmark.Cases.Select(one => new CasePlay(setup, one, (client, _) => client))];
    private readonly Lock _progressGate = new();
    private int _completedTurns;

    /// <summary>Every case on its own, several at the same time.</summary>
    public async Task<IReadOnlyList<ScoredCase>> PlayApartAsync(CancellationToken cancellationToken)
    {
        var scored = new ScoredCase[_plays.Length];
        await ForEachAsync(async (i, token) => scored[i] = await _plays[i].PlayAsync(ReportTurn, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return scored;
    }

    /// <summary>All cases turn by turn, so that the model under test answers them in one batch whose content does not depend on timing.</summary>
    public async Task<IReadOnlyList<ScoredCase>> PlayTogetherAsync(IBatchChatClient client, CancellationToken cancellationToken)
    {
        for (var turn = 1; turn <= setup.Options.Turns; turn++)
        {
            await ForEachAsync((i, token) => _plays[i].WriteUserMessageAsync(token), cancellationToken).ConfigureAwait(false);
            await ReplyToAllAsync(client, turn, cancellationToken).ConfigureAwait(false);
            await ForEachAsync(
                async (i, token) =>
                {
                    await _plays[i].JudgeAsync(token).ConfigureAwait(false);
                    ReportTurn();
                },
                cancellationToken).ConfigureAwait(false);
        }

        var scored = new ScoredCase[_plays.Length];
        await ForEachAsync(async (i, token) => scored[i] = await _plays[i].EndAsync(token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return scored;
    }

    private Task ForEachAsync(Func<int, CancellationToken, Task> action, CancellationToken cancellationToken)
    {
        var parallelism = new ParallelOptions { MaxDegreeOfParallelism = setup.Options.Concurrency, CancellationToken = cancellationToken };
        return Parallel.ForAsync(0, _plays.Length, parallelism, async (i, token) => await action(i, token).ConfigureAwait(false));
    }

    private async Task ReplyToAllAsync(IBatchChatClient client, int turn, CancellationToken cancellationToken)
    {
        var batch = _plays.Select(play => play.AssistantMessages).ToArray();
        var options = setup.AssistantOptions(SeededRandom.For(setup.Options.Seed, "batch", turn.ToString(CultureInfo.InvariantCulture)));
        var responses = await client.GetResponsesAsync(batch, options, cancellationToken).ConfigureAwait(false);
        if (responses.Count != batch.Length)
        {
            throw new InvalidOperationException($"{setup.Assistant.Name} answered {responses.Count} of {batch.Length} conversations at turn {turn}; a batch client must answer each.");
        }

        for (var i = 0; i < batch.Length; i++)
        {
            _plays[i].Reply(responses[i]);
        }
    }

    private void ReportTurn()
    {
        lock (_progressGate)
        {
            _completedTurns++;
            progress?.Report(new EvaluationProgress(setup.Assistant.Name, _completedTurns, _plays.Length * setup.Options.Turns));
        }
    }
}
