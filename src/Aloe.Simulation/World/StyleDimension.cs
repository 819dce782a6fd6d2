namespace Aloe.Simulation.World;

/// <summary>What the simulated people differ in. Each has two opposite poles, named in <see cref="StylePoles"/>.</summary>
internal enum StyleDimension
{
    Length,
    Tone,
    Register,
    Energy,
    Support,
    Questions,
}
