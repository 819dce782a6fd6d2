namespace Aloe.Torch;

/// <summary>A token beside the vocabulary of merges, which stands for exactly its text wherever that occurs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its text; not empty.</param>
/// <param name="Special">Whether it steers the model, rather than being part of a text.</param>
/// <param name="Normalized">Whether it is looked for after the text was normalized.</param>
/// <param name="TakesLeft">Whether it takes the white space before it (<c>lstrip</c>).</param>
/// <param name="TakesRight">Whether it takes the white space after it (<c>rstrip</c>).</param>
/// <param name="SingleWord">Whether it counts only where no letter, digit or underscore stands beside it.</param>
internal sealed record AddedToken(int Id, string Content, bool Special, bool Normalized = false, bool TakesLeft = false, bool TakesRight = false, bool SingleWord = false);
