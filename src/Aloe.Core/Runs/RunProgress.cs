namespace Aloe.Runs;

/// <summary>Where a run stands.</summary>
/// <param name="Completed">Items made and written, in this run and before.</param>
/// <param name="Failed">Items that could not be made.</param>
/// <param name="Total">Items asked for.</param>
/// <param name="Asked">Calls asked and answered since the run was started.</param>
/// <param name="Replayed">Calls that were answered from the journal, since an earlier start had asked them.</param>
/// <param name="DamagedRecords">Lines of the journal that were unreadable; their calls were asked again.</param>
public sealed record RunProgress(int Completed, int Failed, int Total, long Asked, long Replayed, int DamagedRecords);
