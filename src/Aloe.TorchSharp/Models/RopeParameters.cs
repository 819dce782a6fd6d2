namespace Aloe.Torch;

/// <summary>Fields of <c>rope_parameters</c>.</summary>
internal sealed record RopeParameters(double? RopeTheta, string? RopeType);
