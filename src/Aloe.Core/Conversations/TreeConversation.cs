using System.Globalization;
using Aloe.Prompts;
using Aloe.Quality;
using Aloe.Randomness;
using Microsoft.Extensions.AI;

namespace Aloe.Conversations;

/// <summary>One conversation while it is held: the five roles around one trunk.</summary>
internal sealed class TreeConversation(AloeRoles roles, PromptSet prompts, TreeRequest request, ConversationTreeOptions options)
{
    private readonly Persona _persona = request.Persona;
    private readonly PersonaPassages _facts = new(request.Persona.Profile);
    private readonly PersonaPassages _traits = new(request.Persona.Personality);
    private readonly GatedReplies _replies = new(options.Quality);
    private readonly List<DialogueMessage> _trunk = [];

    public async Task<ConversationTree> HoldAsync(CancellationToken cancellationToken)
    {
        var turns = new List<Turn>(options.Turns);
        for (var number = 1; number <= options.Turns; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var turn = await TakeTurnAsync(number, cancellationToken).ConfigureAwait(false);
            turns.Add(turn);
            _trunk.Add(new DialogueMessage(DialogueRole.Assistant, turn.TrunkReply));
        }

        return new ConversationTree(request.Id, _persona, turns);
    }

    private async Task<Turn> TakeTurnAsync(int number, CancellationToken cancellationToken)
    {
        var user = await WriteAsync(number, cancellationToken).ConfigureAwait(false);
        _trunk.Add(new DialogueMessage(DialogueRole.User, user));
        var (revealed, inducing) = await InduceAsync(number, cancellationToken).ConfigureAwait(false);
        var (replies, gating) = await ReplyAsync(number, revealed, cancellationToken).ConfigureAwait(false);
        var (informed, uninformed) = (replies[0], replies[1]);
        var (winner, judging) = await JudgeAsync(number, informed, uninformed, cancellationToken).ConfigureAwait(false);
        var isPreferredTrunk = Random(number, "trunk").NextDouble() < options.PreferredTrunkProbability;
        var source = winner ?? ReplySource.Informed;
        var (preferred, rejected) = source == ReplySource.Informed ? (informed, uninformed) : (uninformed, informed);
        var notes = inducing.And(gating).And(judging);
        return new Turn(number, user, preferred, rejected, isPreferredTrunk ? ReplyKind.Preferred : ReplyKind.Rejected, source, winner is null, revealed)
        {
            Notes = source == ReplySource.Informed ? notes : notes.Ranked([1, 0]),
        };
    }

    private Task<string> WriteAsync(int number, CancellationToken cancellationToken)
    {
        List<ChatMessage> messages =
        [
            new(ChatRole.System, PromptSet.Fill(prompts.User, ("profile", _persona.Profile), ("personality", _persona.Personality))),
            new(ChatRole.User, prompts.UserOpening),
        ];

        // To the model that plays the user, the user's messages are its own.
        messages.AddRange(_trunk.Select(message => new ChatMessage(message.Role == DialogueRole.User ? ChatRole.Assistant : ChatRole.User, message.Text)));
        return Call(roles.User, number, RoleName.User, options.Temperature).AskForTextAsync(messages, UserMessage.Clean, cancellationToken);
    }

    private async Task<(RevealedPersona Revealed, TurnNotes Notes)> InduceAsync(int number, CancellationToken cancellationToken)
    {
        var prompt = PromptSet.Fill(
            prompts.Inducer, ("profile", _persona.Profile), ("personality", _persona.Personality), ("conversation", PromptSet.Transcript(_trunk)));
        var answer = await Call(roles.Inducer, number, RoleName.Inducer, temperature: 0)
            .AskForFormAsync(prompt, InducerAnswer.Form, options.Quality, prompts.Repair, cancellationToken).ConfigureAwait(false);
        var invented = answer.Value.Facts.Count(fact => !_facts.Reveal(fact)) + answer.Value.Traits.Count(trait => !_traits.Reveal(trait));
        return (new RevealedPersona(_facts.Revealed, _traits.Revealed), answer.Notes with { Invented = invented });
    }

    /// <summary>The informed reply and the uninformed one.</summary>
    private Task<(IReadOnlyList<string> Replies, TurnNotes Notes)> ReplyAsync(int number, RevealedPersona revealed, CancellationToken cancellationToken)
    {
        var system = PromptSet.Fill(prompts.InformedResponder, ("revealed", PromptSet.Known(revealed)));
        IReadOnlyList<ReplyAsk> asks =
        [
            new(Call(roles.Preferred, number, RoleName.Preferred, options.Temperature), ReplySource.Informed, Answering(system)),
            new(Call(roles.Rejected, number, RoleName.Rejected, options.Temperature), ReplySource.Uninformed, Answering(prompts.UninformedResponder)),
        ];
        return _replies.AskAsync(asks, _trunk, _persona, revealed, cancellationToken);
    }

    private List<ChatMessage> Answering(string system)
    {
        List<ChatMessage> messages = [new(ChatRole.System, system)];
        messages.AddRange(_trunk.Select(message => new ChatMessage(message.Role == DialogueRole.User ? ChatRole.User : ChatRole.Assistant, message.Text)));
        return messages;
    }

    /// <summary>Who wrote the reply that the judge prefers; null for a tie.</summary>
    private async Task<(ReplySource? Winner, TurnNotes Notes)> JudgeAsync(int number, string informed, string uninformed, CancellationToken cancellationToken)
    {
        var call = Call(roles.Judge, number, RoleName.Judge, temperature: 0);
        var notes = TurnNotes.None;
        var isInformedFirst = Random(number, "order").Next(2) == 0;
        for (var attempt = 0; attempt < options.JudgeAttempts; attempt++, isInformedFirst = !isInformedFirst)
        {
            var prompt = PromptSet.Fill(
                prompts.JudgePair,
                ("profile", _persona.Profile),
                ("personality", _persona.Personality),
                ("conversation", PromptSet.Transcript(_trunk)),
                ("reply_a", isInformedFirst ? informed : uninformed),
                ("reply_b", isInformedFirst ? uninformed : informed));
            var answer = await call.AskForFormAsync(prompt, JudgeAnswer.Form, options.Quality, prompts.Repair, cancellationToken).ConfigureAwait(false);
            var verdict = isInformedFirst ? new JudgeVerdict(0, 1, answer.Value) : new JudgeVerdict(1, 0, answer.Value);
            notes = notes.And(answer.Notes with { Verdicts = [verdict] });
            if (verdict.Winner is { } winner)
            {
                return (winner == 0 ? ReplySource.Informed : ReplySource.Uninformed, notes);
            }
        }

        return (null, notes);
    }

    private RoleCall Call(IChatClient client, int number, string role, double temperature)
        => new(client, request.Id, number, role, options.Seed, temperature);

    private SeededRandom Random(int number, string purpose)
        => SeededRandom.For(options.Seed, request.Id, number.ToString(CultureInfo.InvariantCulture), purpose);
}
