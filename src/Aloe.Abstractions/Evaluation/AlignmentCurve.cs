namespace Aloe;

/// <summary>Alignment level over the turns of a conversation, and how fast it improves (paper, section 4.2).</summary>
/// <param name="Al">AL(k), k = 1..K: mean score at turn k over all cases. Unit: points of the judge's scale, 1 to 5.</param>
/// <param name="Average">Mean of <paramref name="Al"/> over k.</param>
/// <param name="Ir">Improvement rate: slope b of the least-squares fit AL(k) ≈ b·k + a. Points per turn.</param>
/// <param name="NIr">The same slope for AL(k) scaled to 0..1 by its minimum and maximum; 0 for a flat curve.</param>
/// <param name="NR2">Coefficient of determination of the fit of the scaled curve, 0 to 1; null for a flat curve, which has none.</param>
public sealed record AlignmentCurve(IReadOnlyList<double> Al, double Average, double Ir, double NIr, double? NR2);
