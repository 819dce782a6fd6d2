using System.Text.Json.Serialization;

namespace Aloe.Runs;

/// <summary>Reads the options of a run for its manifest, without reflection.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(ConversationTreeOptions))]
[JsonSerializable(typeof(EvaluationOptions))]
internal sealed partial class RunOptionsJsonContext : JsonSerializerContext;
