using Aloe.Conversations;
using Aloe.Prompts;
using Aloe.Randomness;
using Microsoft.Extensions.AI;

namespace Aloe.Evaluation;

/// <summary>Plays one case: the user writes, the model under test replies, the judges score. Used by one caller at a time.</summary>
internal sealed class CasePlay
{
    /// <summary>Times an empty user message is asked for.</summary>
    private const int UserAttempts = 3;

    /// <summary>What a user who wrote nothing is taken to say.</summary>
    private const string Silence = "…";

    /// <summary>As for the users of conversation trees.</summary>
    private const float UserTemperature = 0.8f;

    private readonly EvaluationSetup _setup;
    private readonly EvaluationOptions _options;
    private readonly CaseConversation _conversation;
    private readonly IChatClient _user;
    private readonly IChatClient _assistant;
    private readonly CaseJudges _judges;

    /// <param name="setup">What all cases have in common.</param>
    /// <param name="one">The case.</param>
    /// <param name="keep">What clients are used through.</param>
    public CasePlay(EvaluationSetup setup, BenchmarkCase one, Func<IChatClient, string, IChatClient> keep)
    {
        (_setup, _options, _conversation) = (setup, setup.Options, new CaseConversation(one, setup.Options.Seed));
        _user = keep(setup.Roles.User, RoleName.User);
        _assistant = setup.Assistant.ForCase is { } build ? build(new CaseScope(one.Id, keep)) : keep(setup.Assistant.Client, RoleName.Assistant);
        _judges = new CaseJudges(setup, _conversation, keep);
    }

    /// <summary>The conversation as the model under test is to answer it.</summary>
    public IReadOnlyList<ChatMessage> AssistantMessages => _setup.SystemMessage(_conversation.Case) is { } system
        ? [new ChatMessage(ChatRole.System, system), .. _conversation.ForAssistant()]
        : [.. _conversation.ForAssistant()];

    /// <summary>Plays the case from beginning to end.</summary>
    /// <param name="judged">Told after every judged turn.</param>
    /// <param name="cancellationToken">Stops the case.</param>
    public async Task<ScoredCase> PlayAsync(Action? judged, CancellationToken cancellationToken)
    {
        while (_conversation.Turn <= _options.Turns)
        {
            await WriteUserMessageAsync(cancellationToken).ConfigureAwait(false);
            await ReplyAsync(cancellationToken).ConfigureAwait(false);
            await JudgeAsync(cancellationToken).ConfigureAwait(false);
            judged?.Invoke();
        }

        return await EndAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Begins a turn.</summary>
    public async Task WriteUserMessageAsync(CancellationToken cancellationToken)
    {
        var persona = _conversation.Case.Persona;
        var system = PromptSet.Fill(_setup.Prompts.User, ("profile", persona.Profile), ("personality", persona.Personality));
        var seeds = new SeededRandom((ulong)_conversation.Seed(RoleName.User));
        _conversation.User = Silence;
        for (var attempt = 1; attempt <= UserAttempts; attempt++)
        {
            IEnumerable<ChatMessage> messages = [new(ChatRole.System, system), new(ChatRole.User, _setup.Prompts.Opening(Opening)), .. _conversation.ForUser()];
            var options = new ChatOptions { Temperature = UserTemperature, Seed = seeds.NextSeed() };
            var response = await _user.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
            if (UserMessage.Clean(response.Text) is { Length: > 0 } message)
            {
                _conversation.User = message;
                return;
            }
        }
    }

    /// <summary>Takes a reply that the model under test has given.</summary>
    public void Reply(ChatResponse response) => _conversation.Reply = response.Text.Trim();

    /// <summary>Ends a turn.</summary>
    public async Task JudgeAsync(CancellationToken cancellationToken) => _conversation.EndTurn(await _judges.JudgeAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Ends the case.</summary>
    public async Task<ScoredCase> EndAsync(CancellationToken cancellationToken) => new(_conversation.Case, [.. _conversation.Turns])
    {
        Drift = await _judges.CheckDriftAsync(cancellationToken).ConfigureAwait(false),
        JudgedAs = _setup.JudgedAs(_conversation.Case)?.Id,
    };

    private async Task ReplyAsync(CancellationToken cancellationToken)
    {
        var options = _setup.AssistantOptions(new SeededRandom((ulong)_conversation.Seed(RoleName.Assistant)));
        Reply(await _assistant.GetResponseAsync(AssistantMessages, options, cancellationToken).ConfigureAwait(false));
    }

    private OpeningStyle Opening => _options.Opening == OpeningStyle.Mixed
        ? SeededRandom.For(_options.Seed, _conversation.Case.Id, "opening").Pick(PromptSet.MixedOpenings)
        : _options.Opening;
}
