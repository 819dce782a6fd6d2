namespace Aloe;

/// <summary>A reply to a user message in a tree.</summary>
/// <param name="Text">The reply.</param>
/// <param name="Source">Which responder wrote it.</param>
public sealed record Reply(string Text, ReplySource Source);
