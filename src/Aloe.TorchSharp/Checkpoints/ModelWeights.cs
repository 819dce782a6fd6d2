using System.Text.Json;
using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>The weights of a model folder, in one safetensors file or several.</summary>
internal sealed class ModelWeights : IDisposable
{
    public const string FileName = "model.safetensors";
    private const string IndexName = "model.safetensors.index.json";

    private readonly string _folder;
    private readonly List<SafetensorsReader> _files = [];
    private readonly Dictionary<string, SafetensorsReader> _owners = [];

    private ModelWeights(string folder) => _folder = folder;

    public static ModelWeights Open(string folder)
    {
        var weights = new ModelWeights(folder);
        try
        {
            foreach (var file in weights.Files())
            {
                weights.Add(file);
            }
        }
        catch
        {
            weights.Dispose();
            throw;
        }

        return weights;
    }

    /// <summary>Fails where the files hold a tensor that the model has no place for.</summary>
    public void RefuseSurplus(Func<string, bool> isRedundant, IEnumerable<string> expected)
    {
        var known = expected.ToHashSet();
        if (_owners.Keys.FirstOrDefault(name => !known.Contains(name) && !isRedundant(name)) is { } surplus)
        {
            throw new InvalidDataException($"{_folder}: tensor \"{surplus}\" has no place in the model that config.json describes.");
        }
    }

    public Tensor Read(string name, ReadOnlySpan<long> shape, Device device, ScalarType dtype)
        => _owners.TryGetValue(name, out var file)
            ? file.Read(name, shape, device, dtype)
            : throw new InvalidDataException($"{_folder}: tensor \"{name}\" is missing.");

    /// <summary>Reads a tensor onto the CPU in the number type of its file.</summary>
    public Tensor ReadAsStored(string name, ReadOnlySpan<long> shape)
        => _owners.TryGetValue(name, out var file)
            ? file.Read(name, shape, CPU, file.Entries[name].DType)
            : throw new InvalidDataException($"{_folder}: tensor \"{name}\" is missing.");

    public void Dispose()
    {
        foreach (var file in _files)
        {
            file.Dispose();
        }
    }

    private void Add(string file)
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
    }

    private List<string> Files()
    {
        var index = Path.Combine(_folder, IndexName);
        if (File.Exists(Path.Combine(_folder, FileName)) || !File.Exists(index))
        {
            return [FileName];
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(index));
            var files = document.RootElement.GetProperty("weight_map").EnumerateObject().Select(property => property.Value.GetString() ?? "").Distinct().Order(StringComparer.Ordinal).ToList();
            return files.FirstOrDefault(file => file.Length == 0 || file != Path.GetFileName(file)) is { } outside
                ? throw new InvalidDataException($"{index}: \"{outside}\" is not the name of a file in this folder.")
                : files;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"{index}: weight_map with a file name for each tensor is expected: {e.Message}", e);
        }
    }
}
