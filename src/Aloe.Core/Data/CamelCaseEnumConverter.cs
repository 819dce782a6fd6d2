using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aloe.Data;

/// <summary>Writes an enumeration as <c>camelCase</c> names and reads nothing else.</summary>
internal sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
