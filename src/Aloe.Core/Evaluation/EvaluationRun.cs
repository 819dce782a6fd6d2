using System.Globalization;
using Aloe.Conversations;
using Aloe.Prompts;
using Aloe.Randomness;
using Microsoft.Extensions.AI;

namespace Aloe.Evaluation;

/// <summary>One run of the benchmark: plays the turns of all cases.</summary>
internal sealed class EvaluationRun(
    AloeRoles roles, PromptSet prompts, AssistantUnderTest assistant, EvaluationOptions options, IReadOnlyList<BenchmarkCase> cases, IProgress<EvaluationProgress>? progress)
{
    /// <summary>Times an empty user message is asked for.</summary>
    private const int UserAttempts = 3;

    /// <summary>What a user who wrote nothing is taken to say.</summary>
    private const string Silence = "…";

    /// <summary>As for the users of conversation trees.</summary>
    private const float UserTemperature = 0.8f;

    private readonly CaseConversation[] _conversations = [.. cases.Select(benchmarkCase => new CaseConversation(benchmarkCase))];
    private readonly ReplyJudge _judge = new(roles.Judge, prompts, options.JudgeAttempts);
    private readonly Lock _progressGate = new();
    private int _completedTurns;

    /// <summary>Every case on its own, several at the same time.</summary>
    public async Task<IReadOnlyList<ScoredCase>> PlayApartAsync(CancellationToken cancellationToken)
    {
        await ForEachAsync(async (conversation, token) =>
        {
            for (var turn = 1; turn <= options.Turns; turn++)
            {
                await WriteUserMessageAsync(conversation, token).ConfigureAwait(false);
                await ReplyAsync(conversation, token).ConfigureAwait(false);
                await JudgeAsync(conversation, token).ConfigureAwait(false);
            }
        }, cancellationToken).ConfigureAwait(false);
        return [.. _conversations.Select(conversation => conversation.ToScoredCase())];
    }

    /// <summary>All cases turn by turn, so that the model under test answers them in one batch whose content does not depend on timing.</summary>
    public async Task<IReadOnlyList<ScoredCase>> PlayTogetherAsync(IBatchChatClient client, CancellationToken cancellationToken)
    {
        for (var turn = 1; turn <= options.Turns; turn++)
        {
            await ForEachAsync(WriteUserMessageAsync, cancellationToken).ConfigureAwait(false);
            await ReplyToAllAsync(client, turn, cancellationToken).ConfigureAwait(false);
            await ForEachAsync(JudgeAsync, cancellationToken).ConfigureAwait(false);
        }

        return [.. _conversations.Select(conversation => conversation.ToScoredCase())];
    }

    private Task ForEachAsync(Func<CaseConversation, CancellationToken, Task> action, CancellationToken cancellationToken)
    {
        var parallelism = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(_conversations, parallelism, async (conversation, token) => await action(conversation, token).ConfigureAwait(false));
    }

    private async Task WriteUserMessageAsync(CaseConversation conversation, CancellationToken cancellationToken)
    {
        var persona = conversation.Case.Persona;
        var system = PromptSet.Fill(prompts.User, ("profile", persona.Profile), ("personality", persona.Personality));
        var seeds = Seeds(conversation, "user");
        conversation.User = Silence;
        for (var attempt = 1; attempt <= UserAttempts; attempt++)
        {
            IEnumerable<ChatMessage> messages = [new(ChatRole.System, system), new(ChatRole.User, prompts.UserOpening), .. conversation.ForUser()];
            var response = await roles.User.GetResponseAsync(messages, new ChatOptions { Temperature = UserTemperature, Seed = seeds.NextSeed() }, cancellationToken).ConfigureAwait(false);
            if (UserMessage.Clean(response.Text) is { Length: > 0 } message)
            {
                conversation.User = message;
                return;
            }
        }
    }

    private async Task ReplyAsync(CaseConversation conversation, CancellationToken cancellationToken)
    {
        var response = await assistant.Client.GetResponseAsync(AssistantMessages(conversation), AssistantOptions(Seeds(conversation, "assistant")), cancellationToken).ConfigureAwait(false);
        conversation.Reply = response.Text.Trim();
    }

    private async Task ReplyToAllAsync(IBatchChatClient client, int turn, CancellationToken cancellationToken)
    {
        var batch = _conversations.Select(AssistantMessages).ToArray();
        var batchOptions = AssistantOptions(SeededRandom.For(options.Seed, "batch", Text(turn)));
        var responses = await client.GetResponsesAsync(batch, batchOptions, cancellationToken).ConfigureAwait(false);
        if (responses.Count != batch.Length)
        {
            throw new InvalidOperationException($"{assistant.Name} answered {responses.Count} of {batch.Length} conversations at turn {turn}; a batch client must answer each.");
        }

        for (var i = 0; i < batch.Length; i++)
        {
            _conversations[i].Reply = responses[i].Text.Trim();
        }
    }

    private async Task JudgeAsync(CaseConversation conversation, CancellationToken cancellationToken)
    {
        var seed = (long)SeededRandom.Key(options.Seed, conversation.Case.Id, Text(conversation.Turn), "judge");
        var judgement = await _judge.ScoreAsync(conversation.Case.Persona, conversation.ToDialogue(), conversation.Reply, seed, round: 1, cancellationToken).ConfigureAwait(false);
        conversation.EndTurn(judgement.Score, judgement.Missing);
        ReportTurn();
    }

    private IReadOnlyList<ChatMessage> AssistantMessages(CaseConversation conversation) => assistant.SystemPrompt is { } systemPrompt
        ? [new ChatMessage(ChatRole.System, systemPrompt(conversation.Case.Persona)), .. conversation.ForAssistant()]
        : [.. conversation.ForAssistant()];

    private ChatOptions AssistantOptions(SeededRandom seeds)
        => new() { Temperature = (float)options.Temperature, MaxOutputTokens = options.MaxReplyTokens, Seed = seeds.NextSeed() };

    /// <summary>Leaves out the model's name: every model meets the same users.</summary>
    private SeededRandom Seeds(CaseConversation conversation, string role)
        => SeededRandom.For(options.Seed, conversation.Case.Id, Text(conversation.Turn), role);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void ReportTurn()
    {
        lock (_progressGate)
        {
            _completedTurns++;
            progress?.Report(new EvaluationProgress(assistant.Name, _completedTurns, cases.Count * options.Turns));
        }
    }
}
