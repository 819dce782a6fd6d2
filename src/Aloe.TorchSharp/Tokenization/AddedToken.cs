namespace Aloe.Torch;

/// <summary>A token beside the vocabulary of merges.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its text.</param>
/// <param name="Special">Whether it steers the model, rather than being part of a text.</param>
internal sealed record AddedToken(int Id, string Content, bool Special);
