using Aloe.Reporting.Personas;

namespace Aloe.Samples.GenerateDataset.Steps;

/// <summary>The personas, and how the pools they come from grew.</summary>
internal sealed record GrownPersonas(IReadOnlyList<Persona> All, AcceptanceCurve ProfileGrowth, AcceptanceCurve PersonalityGrowth);
