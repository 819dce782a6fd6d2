namespace Aloe;

/// <summary>A rule that a responder's reply must keep to be part of a conversation tree.</summary>
/// <remarks>A gate is a pure function: the same candidate gets the same answer every time, from any thread.</remarks>
public interface IReplyGate
{
    /// <summary>Names the gate in notes and statistics, such as <c>refusal</c>. Short, in lower case.</summary>
    string Name { get; }

    /// <summary>Whether the reply breaks the rule.</summary>
    /// <param name="candidate">The reply and what it answers.</param>
    bool Rejects(ReplyCandidate candidate);
}
