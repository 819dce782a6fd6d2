using System.Text.Json.Serialization;
using Aloe.Data;

namespace Aloe.Runs;

/// <summary>Serialization of what a run keeps beside its results, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(CamelCaseEnumConverter<PersonaTextKind>), typeof(CamelCaseEnumConverter<GrowthStop>)])]
[JsonSerializable(typeof(CallRecord))]
[JsonSerializable(typeof(FailedItemLine))]
[JsonSerializable(typeof(GrowthLine))]
[JsonSerializable(typeof(LockHolder))]
[JsonSerializable(typeof(RunManifest))]
internal sealed partial class RunJsonContext : JsonSerializerContext
{
    /// <summary>The context with readable text.</summary>
    public static RunJsonContext Readable => field ??= new(JsonText.Readable(Default.Options));
}
