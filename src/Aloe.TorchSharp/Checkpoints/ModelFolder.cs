using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>Writes the files of a model that transformers, vLLM and llama.cpp's converter read.</summary>
internal static class ModelFolder
{
    /// <summary>Largest file of weights, unless a single tensor is larger.</summary>
    public const long ShardBytes = 5_000_000_000;

    private const string Staged = ".tmp";

    /// <summary>The steps of a save, each named when it is done. A process that dies between two of them leaves the old model, the new one, or a folder that does not load; never a mix.</summary>
    /// <remarks>
    /// Several files cannot be replaced at once. So all of them are written under other names first; then <c>config.json</c>, without which nobody loads a model, goes first and comes last.
    /// </remarks>
    /// <param name="folder">The folder; created where it is missing.</param>
    /// <param name="config">Fields of <c>config.json</c>.</param>
    /// <param name="generation">Bytes of <c>generation_config.json</c>; null for none.</param>
    /// <param name="tensors">Names and tensors, on any device.</param>
    /// <param name="dtype">Number type in the file: Float32, Float16 or BFloat16.</param>
    /// <param name="shardBytes">Largest file.</param>
    public static IEnumerable<string> Save(
        string folder, JsonObject config, byte[]? generation, IReadOnlyList<KeyValuePair<string, Tensor>> tensors, ScalarType dtype, long shardBytes = ShardBytes)
    {
        var files = new List<string>();
        var shards = Shards(tensors, SafetensorsWriter.ElementSize(dtype), shardBytes);
        var index = new JsonObject();
        for (var i = 0; i < shards.Count; i++)
        {
            var name = shards.Count == 1 ? ModelWeights.FileName : $"model-{i + 1:D5}-of-{shards.Count:D5}.safetensors";
            SafetensorsWriter.Write(At(name + Staged), shards[i], dtype);
            files.Add(name);
            shards[i].ForEach(tensor => index[tensor.Key] = name);
            yield return $"{name} staged";
        }

        if (shards.Count > 1)
        {
            var total = tensors.Sum(tensor => tensor.Value.numel()) * SafetensorsWriter.ElementSize(dtype);
            Stage(ModelWeights.IndexName, ModelJson.Bytes(new JsonObject { ["metadata"] = new JsonObject { ["total_size"] = total }, ["weight_map"] = index }));
        }

        if (generation is not null)
        {
            Stage(GenerationConfig.FileName, generation);
        }

        Stage(DecoderConfig.FileName, ModelJson.Bytes(WithType(config, dtype)));
        yield return "all staged";
        foreach (var old in Directory.EnumerateFiles(folder, "model*.safetensors").Append(At(ModelWeights.IndexName)).Append(At(GenerationConfig.FileName)).Prepend(At(DecoderConfig.FileName)).ToList())
        {
            File.Delete(old);
            yield return $"{old} deleted";
        }

        foreach (var file in files)
        {
            File.Move(At(file + Staged), At(file));
            yield return $"{file} in place";
        }

        void Stage(string name, byte[] bytes)
        {
            AtomicFile.Write(At(name + Staged), stream => stream.Write(bytes));
            files.Add(name);
        }

        string At(string name) => Path.Combine(folder, name);
    }

    private static List<List<KeyValuePair<string, Tensor>>> Shards(IReadOnlyList<KeyValuePair<string, Tensor>> tensors, int elementSize, long shardBytes)
    {
        var shards = new List<List<KeyValuePair<string, Tensor>>>();
        var room = 0L;
        foreach (var tensor in tensors)
        {
            var bytes = tensor.Value.numel() * elementSize;
            if (shards.Count == 0 || bytes > room)
            {
                shards.Add([]);
                room = shardBytes;
            }

            shards[^1].Add(tensor);
            room -= bytes;
        }

        return shards;
    }

    /// <summary>The fields with the number type of the files, under the name that the file uses.</summary>
    private static JsonObject WithType(JsonObject config, ScalarType dtype)
    {
        var written = config.DeepClone().AsObject();
        var name = dtype.ToString().ToLowerInvariant();
        if (written.ContainsKey("dtype"))
        {
            written["dtype"] = name;
        }

        if (written.ContainsKey("torch_dtype") || !written.ContainsKey("dtype"))
        {
            written["torch_dtype"] = name;
        }

        return written;
    }
}
