using System.Reflection;

namespace Aloe.Torch.Training;

/// <summary>The file <c>training.json</c> of a trained model: how it came about. It is written last, so that its presence means that the run is complete.</summary>
/// <param name="SchemaVersion">Version of this file's form.</param>
/// <param name="Package">Version of the package that trained it.</param>
/// <param name="Arguments">Task, options, and hashes of model, tokenizer and data: what the result depends on.</param>
/// <param name="Settings">How the machine was used, which changes results by rounding only.</param>
/// <param name="Memory">What memory it was estimated to take.</param>
/// <param name="HeldOut">Ids of the examples that were held out.</param>
/// <param name="Report">What the run did.</param>
/// <param name="Losses">Loss of each step.</param>
internal sealed record TrainingRecord(
    int SchemaVersion,
    string Package,
    SortedDictionary<string, string> Arguments,
    SortedDictionary<string, string> Settings,
    TrainingMemoryEstimate Memory,
    IReadOnlyList<string> HeldOut,
    TrainingReport Report,
    IReadOnlyList<double> Losses)
{
    public const int CurrentSchema = 2;

    /// <summary>The version of this package.</summary>
    public static string ThisPackage { get; } = typeof(TrainingRecord).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
