namespace Aloe.Runs;

/// <summary>Where a run that builds trees stands.</summary>
/// <param name="Completed">Trees built and written, in this run and before.</param>
/// <param name="Failed">Trees that could not be built.</param>
/// <param name="Total">Trees asked for.</param>
/// <param name="Ties">Turns of the built trees on which the judge could not decide.</param>
/// <param name="Asked">Calls asked and answered since the run was started.</param>
/// <param name="Replayed">Calls that were answered from the journal, since an earlier start had asked them.</param>
/// <param name="DamagedRecords">Lines of the journal that were unreadable; their calls were asked again.</param>
public sealed record TreeRunProgress(int Completed, int Failed, int Total, int Ties, long Asked, long Replayed, int DamagedRecords);
