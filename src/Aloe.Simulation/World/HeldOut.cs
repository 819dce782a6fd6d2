namespace Aloe.Simulation.World;

/// <summary>How much of what a benchmark user says is in wordings unseen in training.</summary>
internal static class HeldOut
{
    public const double Share = 0.3;
}
