using System.Globalization;
using Aloe.Randomness;
using Microsoft.Extensions.AI;

namespace Aloe.Evaluation;

/// <summary>The conversation of one case while it is held. Used by one caller at a time.</summary>
internal sealed class CaseConversation(BenchmarkCase benchmarkCase, long seed)
{
    private readonly List<ScoredTurn> _turns = [];

    public BenchmarkCase Case => benchmarkCase;

    /// <summary>1-based number of the turn under way.</summary>
    public int Turn => _turns.Count + 1;

    /// <summary>The turns behind.</summary>
    public IReadOnlyList<ScoredTurn> Turns => _turns;

    /// <summary>The user's message of the turn under way.</summary>
    public string User { get; set; } = "";

    /// <summary>The model's reply of the turn under way.</summary>
    public string Reply { get; set; } = "";

    public void EndTurn(ScoredTurn turn) => _turns.Add(turn);

    /// <summary>Seed of a role in the turn under way. Leaves out the model's name: every model meets the same users.</summary>
    public long Seed(string role) => (long)SeededRandom.Key(seed, Case.Id, Turn.ToString(CultureInfo.InvariantCulture), role);

    /// <summary>The turns behind, as a judge reads them.</summary>
    public IEnumerable<DialogueMessage> PastDialogue() => Past(DialogueRole.User, DialogueRole.Assistant, (role, text) => new DialogueMessage(role, text));

    /// <summary>As the judge reads it: up to and including the user's message of the turn under way.</summary>
    public IEnumerable<DialogueMessage> ToDialogue() => PastDialogue().Append(new DialogueMessage(DialogueRole.User, User));

    /// <summary>As the model under test sees it: up to and including the user's message of the turn under way.</summary>
    public IEnumerable<ChatMessage> ForAssistant() => Past(ChatRole.User, ChatRole.Assistant, (role, text) => new ChatMessage(role, text))
        .Append(new ChatMessage(ChatRole.User, User));

    /// <summary>As the user role sees it: the turns before, with the roles exchanged.</summary>
    public IEnumerable<ChatMessage> ForUser() => Past(ChatRole.Assistant, ChatRole.User, (role, text) => new ChatMessage(role, text));

    private IEnumerable<TMessage> Past<TRole, TMessage>(TRole user, TRole assistant, Func<TRole, string, TMessage> message)
        => _turns.SelectMany(turn => new[] { message(user, turn.User), message(assistant, turn.Reply) });
}
