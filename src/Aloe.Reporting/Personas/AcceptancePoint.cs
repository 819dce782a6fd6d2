namespace Aloe.Reporting.Personas;

/// <summary>Where a pool stood after a call to the author.</summary>
/// <param name="Calls">Calls made so far.</param>
/// <param name="Candidates">Texts that the author returned so far.</param>
/// <param name="Count">Texts in the pool, seeds included.</param>
public sealed record AcceptancePoint(int Calls, int Candidates, int Count);
