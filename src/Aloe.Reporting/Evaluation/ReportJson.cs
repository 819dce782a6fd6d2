using System.Text.Json.Serialization;
using Aloe.Evaluation;

namespace Aloe.Reporting.Evaluation;

/// <summary>Serialization of verdicts, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(ModelVerdict))]
[JsonSerializable(typeof(ComparisonContent))]
internal sealed partial class ReportJson : JsonSerializerContext;
