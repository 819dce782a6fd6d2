using Aloe.Middleware;

namespace Aloe.Samples.GenerateDataset;

/// <summary>What the steps of a run share.</summary>
/// <param name="Options">The command line.</param>
/// <param name="Files">Where things are.</param>
/// <param name="Aloe">Prompts and seed.</param>
/// <param name="Roles">Who plays whom; their calls count against the budget.</param>
/// <param name="Budget">What was and may be spent.</param>
internal sealed record DatasetContext(DatasetOptions Options, DatasetFiles Files, AloeContext Aloe, AloeRoles Roles, Budget Budget);
