namespace Aloe;

/// <summary>A linear conversation for supervised fine-tuning; the loss falls on the assistant's messages only.</summary>
/// <param name="Id">Names the dialogue in errors and manifests.</param>
/// <param name="Messages">In order; user and assistant alternate after an optional system message.</param>
public sealed record Dialogue(string Id, IReadOnlyList<DialogueMessage> Messages);
