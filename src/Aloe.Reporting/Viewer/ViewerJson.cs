using System.Text.Json.Serialization;

namespace Aloe.Reporting.Viewer;

/// <summary>Serialization of the viewer's data, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ViewerIndex))]
[JsonSerializable(typeof(List<ViewerTree>))]
internal sealed partial class ViewerJson : JsonSerializerContext;
