using System.Text.RegularExpressions;
using Aloe.Personalization.Tests.Doubles;
using Aloe.Randomness;
using Microsoft.Extensions.AI;

namespace Aloe.Personalization.Tests.Inference;

/// <summary>
/// Two users at the same time, in an order fixed by a seed: which request begins, which reply comes, which inference ends and who is forgotten is drawn step by step. After each step the play waits for exactly
/// the call that must follow, so that no timing is left to chance. The inducer claims every secret that it sees in its prompt, and does not heed cancellation.
/// </summary>
internal sealed partial class Interleaving : IAsyncDisposable
{
    private readonly GatedChatClient _assistant = new();
    private readonly GatedChatClient _inducer = new(isStubborn: true);
    private readonly InMemoryPersonaStore _store = new();
    private readonly PersonaInferenceChatClient _client;
    private readonly PlayedUser[] _users = [new("anna"), new("bert")];
    private readonly SeededRandom _random;

    public Interleaving(int seed)
    {
        _random = SeededRandom.For(seed, "interleaving");
        _client = new PersonaInferenceChatClient(_assistant, _inducer, _store, new PersonaInferenceOptions { MaxFacts = 200, MaxMessages = 1_000 });
    }

    public async Task RunAsync(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            await StepAsync(_random.Pick(_users), _random.Next(10));
        }

        foreach (var user in _users)
        {
            await FinishAsync(user);
        }
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task StepAsync(PlayedUser user, int what)
    {
        switch (what)
        {
            case < 4:
                var conversation = user.Conversations[_random.Next(2)];
                if (!user.Open.Exists(request => request.Conversation == conversation))
                {
                    await AskAsync(user, conversation);
                }

                break;
            case < 7 when user.Open.Count > 0:
                await ReplyAsync(user, user.Open[_random.Next(user.Open.Count)]);
                break;
            case < 9 when user.Inference is not null:
                await InferAsync(user);
                break;
            case 9 when _random.Next(3) == 0:
                await _client.ForgetAsync(user.Name);
                user.Forget();
                Assert.Null(await _store.GetAsync(user.Name));
                break;
        }
    }

    private async Task AskAsync(PlayedUser user, PlayedConversation conversation)
    {
        conversation.Messages.Add(new ChatMessage(ChatRole.User, $"{conversation.Mark} {user.NewSecret()}"));
        var reply = _client.GetResponseAsync([new ChatMessage(ChatRole.System, "Be kind."), .. conversation.Messages], new ChatOptions().WithUser(user.Name));
        var call = await _assistant.NextAsync();
        user.Open.Add(new PlayedRequest(conversation, call, reply));

        var picture = await _store.GetAsync(user.Name);
        Assert.Equal("Be kind.", call.Messages[0].Text);
        AssertOwn(call.Text, user.Name, user.Era);
        Assert.Equal(picture?.Revealed.Facts ?? [], Secrets(call.SystemText));
    }

    private async Task ReplyAsync(PlayedUser user, PlayedRequest request)
    {
        request.Call.Answer("Nice.");
        request.Conversation.Messages.AddMessages(await request.Reply);
        user.Open.Remove(request);
        if (request.Conversation.Era == user.Era)
        {
            user.Waiting.Add(request.Conversation);
        }

        await NextInferenceAsync(user);
    }

    private async Task InferAsync(PlayedUser user)
    {
        var call = user.Inference!;
        Assert.Equal(user.EraOfInference < user.Era, call.Token.IsCancellationRequested);
        user.Inference = null;
        call.Answer(Claimed.Facts(Secrets(call.Text)));
        await NextInferenceAsync(user);
    }

    /// <summary>Of a user with something waiting, and no inference under way, the next must begin; of any other none.</summary>
    private async Task NextInferenceAsync(PlayedUser user)
    {
        if (user.Inference is not null)
        {
            return;
        }

        if (user.Waiting.Count == 0)
        {
            await _client.FlushAsync(user.Name);
            Assert.True(_inducer.IsIdle);
            return;
        }

        var call = await _inducer.NextAsync();
        AssertOwn(call.Text, user.Name, user.Era);
        Assert.Equal(1, user.Waiting.RemoveWhere(conversation => call.Text.Contains(conversation.Mark, StringComparison.Ordinal)));
        (user.Inference, user.EraOfInference) = (call, user.Era);
    }

    private async Task FinishAsync(PlayedUser user)
    {
        while (user.Open.Count > 0)
        {
            await ReplyAsync(user, user.Open[0]);
        }

        while (user.Inference is not null)
        {
            await InferAsync(user);
        }

        // Everything said since the user was last forgotten, and nothing else.
        var said = user.Conversations.SelectMany(conversation => conversation.Messages).SelectMany(message => Secrets(message.Text));
        var picture = await _store.GetAsync(user.Name);
        Assert.Equal(said.Order(StringComparer.Ordinal), (picture?.Revealed.Facts ?? []).Order(StringComparer.Ordinal));
    }

    private static void AssertOwn(string text, string user, int era)
        => Assert.All(Secrets(text), secret => Assert.StartsWith($"{user}-{era}-", secret, StringComparison.Ordinal));

    private static List<string> Secrets(string text) => [.. Secret().Matches(text).Select(match => match.Value).Distinct()];

    [GeneratedRegex("(?:anna|bert)-[0-9]+-[0-9]+;")]
    private static partial Regex Secret();
}
