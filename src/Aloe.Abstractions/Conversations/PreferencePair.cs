namespace Aloe;

/// <summary>One preference: of two replies to the same conversation, the one that is preferred. The unit of DPO.</summary>
/// <param name="Id">Tree id and turn number, <c>tree#turn</c>.</param>
/// <param name="Prompt">The trunk up to and including the user message that both replies answer.</param>
/// <param name="Chosen">The preferred reply (the field's name for it, as in TRL; not to be confused with the reply that continues the trunk).</param>
/// <param name="Rejected">The other reply.</param>
public sealed record PreferencePair(string Id, IReadOnlyList<DialogueMessage> Prompt, string Chosen, string Rejected);
