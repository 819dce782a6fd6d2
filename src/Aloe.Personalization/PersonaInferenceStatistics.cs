namespace Aloe.Personalization;

/// <summary>What a <see cref="PersonaInferenceChatClient"/> did so far.</summary>
/// <param name="Inferred">Inferences that made a picture, and pictures written.</param>
/// <param name="Failed">Inferences that came to nothing: the inducer or the store failed, or it took too long.</param>
/// <param name="Unreadable">Inferences whose answer could not be read; the picture stayed as it was.</param>
/// <param name="Merged">Replies that waited as one with the next reply of their conversation.</param>
/// <param name="Dropped">Replies that were not looked at because too many waited.</param>
/// <param name="Forgotten">Inferences, begun or waiting, whose user was forgotten meanwhile.</param>
/// <param name="UnreadPictures">Requests that went without a hint because the store failed.</param>
public sealed record PersonaInferenceStatistics(long Inferred, long Failed, long Unreadable, long Merged, long Dropped, long Forgotten, long UnreadPictures);
