namespace Aloe;

/// <summary>Where the building of trees stands.</summary>
/// <param name="Completed">Trees finished and delivered.</param>
/// <param name="Total">Trees asked for.</param>
/// <param name="Ties">Turns of the finished trees on which the judge could not decide.</param>
public sealed record TreeProgress(int Completed, int Total, int Ties);
