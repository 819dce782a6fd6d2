using Aloe.Evaluation;
using Aloe.Simulation.World;

namespace Aloe.Simulation;

/// <summary>Held-out people in the plain sentences of the simulated world, which a model of a few million parameters can learn to read. For any other model take <see cref="AloeBenchmark.Aloe100"/>.</summary>
/// <remarks>Thread-safe.</remarks>
public static class SimulatedPeople
{
    private static readonly Lazy<Benchmark> BuiltIn = new(Read);

    /// <summary><c>simulated-100</c>: 20 profiles × 5 personalities.</summary>
    public static Benchmark Benchmark => BuiltIn.Value;

    private static Benchmark Read()
    {
        var people = WordTable.Load("people");
        return AloeBenchmark.FromTexts(people["profile"], people["personality"], name: "simulated-100");
    }
}
