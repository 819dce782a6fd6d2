namespace Aloe.Samples.GenerateDataset;

/// <summary>What the steps of a run share.</summary>
/// <param name="Options">The command line.</param>
/// <param name="Settings">Everything that decides what the run makes.</param>
/// <param name="Files">Where things are.</param>
/// <param name="Aloe">Prompts and seed.</param>
/// <param name="Roles">Who plays whom; their calls count against the budget.</param>
internal sealed record DatasetContext(DatasetOptions Options, IReadOnlyDictionary<string, string> Settings, DatasetFiles Files, AloeContext Aloe, AloeRoles Roles);
