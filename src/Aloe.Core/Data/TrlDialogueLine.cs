namespace Aloe.Data;

/// <summary>A line of <see cref="TrlDialogueFormat"/>.</summary>
internal sealed record TrlDialogueLine(IReadOnlyList<TrlMessage> Messages);
