using System.Globalization;
using Aloe.Prompts;
using Aloe.Quality;
using Aloe.Randomness;
using Microsoft.Extensions.AI;

namespace Aloe.Conversations;

/// <summary>Takes turns: the five roles around one conversation.</summary>
internal sealed class TurnTaking(AloeRoles roles, PromptSet prompts, TreeRequest request, ConversationTreeOptions options)
{
    private readonly Persona _persona = request.Persona;
    private readonly GatedReplies _replies = new(options.Quality);

    /// <summary>The next turn of a conversation, whose user message is added to it.</summary>
    public async Task<Turn> TakeAsync(ConversationPath path, int number, CancellationToken cancellationToken)
    {
        path.Add(DialogueRole.User, await WriteAsync(path, number, cancellationToken).ConfigureAwait(false));
        var (revealed, inducing) = await InduceAsync(path, number, cancellationToken).ConfigureAwait(false);
        var (replies, gating) = await ReplyAsync(path, number, revealed, cancellationToken).ConfigureAwait(false);
        var ranking = await new ReplyRanking(roles.Judge, prompts, request, options, number).RankAsync(path.Messages, [.. replies.Select(reply => reply.Text)], cancellationToken).ConfigureAwait(false);
        List<Reply> ranked = [.. ranking.Places.Select(place => replies[place])];
        var trunk = TrunkPlace(number, ranked.Count);
        return new Turn(
            number, path.Messages[^1].Text, ranked[0].Text, ranked[^1].Text, trunk == 0 ? ReplyKind.Preferred : ReplyKind.Rejected, ranked[0].Source, ranking.IsTie, revealed)
        {
            Between = ranked[1..^1],
            Wins = ranked.Count > 2 ? ranking.Wins : [],
            RejectedSource = ranked[^1].Source,
            TrunkPlace = trunk,
            Notes = inducing.And(gating).And(ranking.Notes).Ranked(ranking.Places),
        };
    }

    private Task<string> WriteAsync(ConversationPath path, int number, CancellationToken cancellationToken)
    {
        List<ChatMessage> messages =
        [
            new(ChatRole.System, PromptSet.Fill(prompts.User, ("profile", _persona.Profile), ("personality", _persona.Personality))),
            new(ChatRole.User, prompts.UserOpening),
        ];

        // To the model that plays the user, the user's messages are its own.
        messages.AddRange(path.Messages.Select(message => new ChatMessage(message.Role == DialogueRole.User ? ChatRole.Assistant : ChatRole.User, message.Text)));
        return Call(roles.User, number, RoleName.User, options.Temperature).AskForTextAsync(messages, UserMessage.Clean, cancellationToken);
    }

    private async Task<(RevealedPersona Revealed, TurnNotes Notes)> InduceAsync(ConversationPath path, int number, CancellationToken cancellationToken)
    {
        var prompt = PromptSet.Fill(
            prompts.Inducer, ("profile", _persona.Profile), ("personality", _persona.Personality), ("conversation", PromptSet.Transcript(path.Messages)));
        var answer = await Call(roles.Inducer, number, RoleName.Inducer, temperature: 0)
            .AskForFormAsync(prompt, InducerAnswer.Form, options.Quality, prompts.Repair, cancellationToken).ConfigureAwait(false);
        var invented = answer.Value.Facts.Count(fact => !path.Facts.Reveal(fact)) + answer.Value.Traits.Count(trait => !path.Traits.Reveal(trait));
        return (new RevealedPersona(path.Facts.Revealed, path.Traits.Revealed), answer.Notes with { Invented = invented });
    }

    /// <summary>The informed replies, then the uninformed ones.</summary>
    private async Task<(IReadOnlyList<Reply> Replies, TurnNotes Notes)> ReplyAsync(ConversationPath path, int number, RevealedPersona revealed, CancellationToken cancellationToken)
    {
        var informed = Answering(path, PromptSet.Fill(prompts.InformedResponder, ("revealed", PromptSet.Known(revealed))));
        var uninformed = Answering(path, prompts.UninformedResponder);
        List<ReplyAsk> asks =
        [
            .. Parts(options.InformedReplies).Select(part => new ReplyAsk(Call(roles.Preferred, number, RoleName.Preferred, options.Temperature, part), ReplySource.Informed, informed)),
            .. Parts(options.UninformedReplies).Select(part => new ReplyAsk(Call(roles.Rejected, number, RoleName.Rejected, options.Temperature, part), ReplySource.Uninformed, uninformed)),
        ];
        var (texts, notes) = await _replies.AskAsync(asks, path.Messages, _persona, revealed, cancellationToken).ConfigureAwait(false);
        return ([.. asks.Zip(texts, (ask, text) => new Reply(text, ask.Source))], notes);
    }

    private static List<ChatMessage> Answering(ConversationPath path, string system)
        => [new(ChatRole.System, system), .. path.Messages.Select(message => new ChatMessage(message.Role == DialogueRole.User ? ChatRole.User : ChatRole.Assistant, message.Text))];

    /// <summary>Place, in the ranking, of the reply that continues the conversation.</summary>
    private int TrunkPlace(int number, int replies)
    {
        var random = SeededRandom.For(options.Seed, request.Id, number.ToString(CultureInfo.InvariantCulture), "trunk");
        return options.TrunkPolicy switch
        {
            TrunkPolicy.Preferred => 0,
            TrunkPolicy.EpsilonGreedy => random.NextDouble() < options.Epsilon ? random.Next(replies) : 0,
            _ => random.NextDouble() < options.PreferredTrunkProbability ? 0 : replies == 2 ? 1 : 1 + random.Next(replies - 1),
        };
    }

    private static IEnumerable<string> Parts(int count) => Enumerable.Range(1, count).Select(number => number == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $".{number}"));

    private RoleCall Call(IChatClient client, int number, string role, double temperature, string part = "")
        => new(client, request.Id, number, role, options.Seed, temperature, part);
}
