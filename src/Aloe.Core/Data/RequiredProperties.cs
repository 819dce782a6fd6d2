using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Aloe.Data;

/// <summary>Reads strictly: every property that is written must be there, also one that has a default, so that nothing of a result is lost unnoticed.</summary>
internal static class RequiredProperties
{
    /// <summary>A type as a context describes it.</summary>
    public static JsonTypeInfo<T> Of<T>(JsonSerializerContext context)
        => (JsonTypeInfo<T>)new JsonSerializerOptions(context.Options) { TypeInfoResolver = context.WithAddedModifier(RequireAll) }.GetTypeInfo(typeof(T));

    private static void RequireAll(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            property.IsRequired = property.Set is not null || property.AssociatedParameter is not null;
        }
    }
}
