using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>The file <c>adapter_model.safetensors</c> in PEFT's form.</summary>
internal static class AdapterFile
{
    public const string Name = "adapter_model.safetensors";

    // What PEFT wraps around the names of the model.
    private const string Prefix = "base_model.model.";

    /// <summary>Writes the parameters of an adapter.</summary>
    public static void Write(string folder, IReadOnlyList<KeyValuePair<string, Parameter>> parameters)
        => SafetensorsWriter.Write(Path.Combine(folder, Name), [.. parameters.Select(pair => KeyValuePair.Create(Prefix + pair.Key, (Tensor)pair.Value))], ScalarType.Float32);

    /// <summary>Reads an adapter.</summary>
    /// <param name="folder">Folder with the adapter's two files.</param>
    /// <param name="modules">Names of all projections that the model has.</param>
    /// <param name="device">Where its tensors go.</param>
    /// <param name="attach">Makes an adapter of options and tensors.</param>
    /// <exception cref="InvalidDataException">The adapter is damaged or does not fit the model; the message names file and tensor.</exception>
    public static LoraAdapter Read(string folder, IEnumerable<string> modules, Device device, Func<LoraOptions, Func<string, long[], Tensor>, LoraAdapter> attach)
    {
        var config = AdapterConfig.Load(folder);
        var path = Path.Combine(folder, Name);
        using var file = SafetensorsReader.Open(path);
        if (file.Entries.Keys.Except(modules.SelectMany(LoraAdapter.Names).Select(name => Prefix + name)).Min(StringComparer.Ordinal) is { } surplus)
        {
            throw new InvalidDataException($"{path}: tensor \"{surplus}\" has no place in the model.");
        }

        // The tensors say which projections have adapters; target_modules may also be a pattern.
        var projections = LoraOptions.AllProjections.Where(name => file.Entries.Keys.Any(key => key.Contains($".{name}.", StringComparison.Ordinal))).ToList();
        return projections.Count > 0
            ? attach(new LoraOptions { Rank = config.Rank, Alpha = config.Alpha, Projections = projections }, (name, shape) => file.Read(Prefix + name, shape, device, ScalarType.Float32))
            : throw new InvalidDataException($"{path} is empty.");
    }
}
