using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Aloe.Torch.Training;

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TrainingRecord))]
[JsonSerializable(typeof(TrainingState))]
[JsonSerializable(typeof(StoredReference))]
[JsonSerializable(typeof(SortedDictionary<string, string>))]
internal sealed partial class TrainingJson : JsonSerializerContext
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is damaged; the message names it.</exception>
    public static T Read<T>(string path, JsonTypeInfo<T> type)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, type) ?? throw new InvalidDataException($"{path} holds nothing.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} is damaged: {exception.Message}", exception);
        }
    }

    /// <summary>Writes a file as a whole.</summary>
    public static void Write<T>(string path, T value, JsonTypeInfo<T> type)
        => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, value, type));
}
