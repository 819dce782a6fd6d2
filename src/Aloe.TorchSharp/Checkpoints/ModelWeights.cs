using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>The weights of a model folder, in one safetensors file or several.</summary>
internal sealed class ModelWeights : IDisposable
{
    public const string FileName = "model.safetensors";
    public const string IndexName = "model.safetensors.index.json";

    private readonly string _folder;
    private readonly List<SafetensorsReader> _files = [];
    private readonly Dictionary<string, SafetensorsReader> _owners = [];

    private ModelWeights(string folder) => _folder = folder;

    /// <summary>Opens all files and checks their headers, and the index against them where there is one.</summary>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or the files and the index differ.</exception>
    public static ModelWeights Open(string folder)
    {
        var weights = new ModelWeights(folder);
        try
        {
            // A single file comes before an index, as in Hugging Face's library.
            if (File.Exists(Path.Combine(folder, FileName)) || !File.Exists(Path.Combine(folder, IndexName)))
            {
                weights.Add(FileName);
            }
            else
            {
                weights.AddShards();
            }
        }
        catch
        {
            weights.Dispose();
            throw;
        }

        return weights;
    }

    /// <summary>Whether all tensors of a folder are stored in a number type, so that loading them in it changes none.</summary>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or the files and the index differ.</exception>
    public static bool AreStoredAs(string folder, ScalarType dtype)
    {
        using var weights = Open(folder);
        return weights._files.All(file => file.Entries.Values.All(entry => entry.DType == dtype));
    }

    /// <summary>Fails unless the files hold exactly these tensors in these shapes. No memory is taken for weights.</summary>
    /// <param name="expected">The model's parameters.</param>
    /// <param name="isRedundant">Tensors that may be there without a place in the model.</param>
    public void Check(IEnumerable<(string Name, long[] Shape)> expected, Func<string, bool> isRedundant)
    {
        var known = new HashSet<string>();
        foreach (var (name, shape) in expected)
        {
            Owner(name).Check(name, shape);
            known.Add(name);
        }

        foreach (var (name, file) in _owners)
        {
            if (!known.Contains(name) && !isRedundant(name))
            {
                throw new InvalidDataException($"{file.Path}: tensor \"{name}\" has no place in the model that {DecoderConfig.FileName} describes.");
            }
        }
    }

    /// <summary>Reads a tensor, converts it and moves it.</summary>
    public Tensor Read(string name, ReadOnlySpan<long> shape, Device device, ScalarType dtype) => Owner(name).Read(name, shape, device, dtype);

    /// <summary>Reads a tensor onto the CPU in the number type of its file.</summary>
    public Tensor ReadAsStored(string name, ReadOnlySpan<long> shape)
    {
        var file = Owner(name);
        return file.Read(name, shape, CPU, file.Check(name, shape).DType);
    }

    public void Dispose()
    {
        foreach (var file in _files)
        {
            file.Dispose();
        }
    }

    private SafetensorsReader Owner(string name) => _owners.TryGetValue(name, out var file)
        ? file
        : throw new InvalidDataException($"{(_files is [var only] ? only.Path : Path.Combine(_folder, IndexName))}: tensor \"{name}\" is missing.");

    private SafetensorsReader Add(string file)
    {
        var path = Path.Combine(_folder, file);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"The model folder has no {file}: {path}", path);
        }

        var reader = SafetensorsReader.Open(path);
        _files.Add(reader);
        foreach (var name in reader.Entries.Keys)
        {
            if (!_owners.TryAdd(name, reader))
            {
                throw new InvalidDataException($"{path}: tensor \"{name}\" is in another file of the model as well.");
            }
        }

        return reader;
    }

    private void AddShards()
    {
        var index = Path.Combine(_folder, IndexName);
        foreach (var shard in WeightMap(index).ToLookup(pair => pair.Value, pair => pair.Key).OrderBy(shard => shard.Key, StringComparer.Ordinal))
        {
            var reader = Add(shard.Key);
            if (shard.FirstOrDefault(name => !reader.Entries.ContainsKey(name)) is { } missing)
            {
                throw new InvalidDataException($"{reader.Path}: tensor \"{missing}\" is missing; {IndexName} says that it is in this file.");
            }

            var listed = shard.ToHashSet();
            if (reader.Entries.Keys.FirstOrDefault(name => !listed.Contains(name)) is { } unlisted)
            {
                throw new InvalidDataException($"{reader.Path}: tensor \"{unlisted}\" is in this file, but {IndexName} does not say so.");
            }
        }
    }

    private static List<KeyValuePair<string, string>> WeightMap(string index)
    {
        var map = ModelJson.Load(index).Child("weight_map") ?? throw new InvalidDataException($"{index}: weight_map is missing.");
        var files = map.Names().Select(name => KeyValuePair.Create(name, map.Text(name) ?? "")).ToList();
        if (files.Count == 0)
        {
            throw new InvalidDataException($"{index}: weight_map is empty.");
        }

        return files.FirstOrDefault(pair => pair.Value.Length == 0 || pair.Value != Path.GetFileName(pair.Value)) is { Key: not null } outside
            ? throw new InvalidDataException($"{index}: weight_map: \"{outside.Value}\" is not the name of a file in this folder.")
            : files;
    }
}
