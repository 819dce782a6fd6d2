namespace Aloe;

/// <summary>One message of a dialogue.</summary>
/// <param name="Role">Who says it.</param>
/// <param name="Text">What is said; plain text.</param>
public sealed record DialogueMessage(DialogueRole Role, string Text);
