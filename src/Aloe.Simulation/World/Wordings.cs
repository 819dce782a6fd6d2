namespace Aloe.Simulation.World;

/// <summary>Which wordings a simulated user may choose from.</summary>
internal enum Wordings
{
    /// <summary>Only those that training data may hold.</summary>
    Training,

    /// <summary>Those and, for a share of the sentences, wordings that no training data holds.</summary>
    All,
}
