using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Aloe.Torch;

public sealed partial class DecoderModel
{
    /// <summary>The adapter beside the weights; null without one.</summary>
    public LoraAdapter? Adapter { get; private set; }

    /// <summary>What training changes: the adapter's tensors where there is an adapter, else <see cref="Parameters"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, Parameter>> Trainable => Adapter?.Parameters ?? Parameters;

    private IEnumerable<KeyValuePair<string, Projection>> Projections
        => _layers.Index().SelectMany(layer => layer.Item.Projections.Select(pair => KeyValuePair.Create($"model.layers.{layer.Index}.{pair.Part}", pair.Projection)));

    /// <summary>Puts a fresh adapter beside the weights, which are frozen from then on: they take no gradients and no memory for any. The model's output is the same until the adapter is trained.</summary>
    /// <param name="options">Rank, scale and projections.</param>
    /// <param name="seed">Fixes the adapter's first weights, whatever the device.</param>
    /// <exception cref="InvalidOperationException">There is an adapter already.</exception>
    public LoraAdapter AddAdapter(LoraOptions options, long seed)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Attach(options, (name, shape) => LoraAdapter.Fresh(seed, name, shape, Device));
    }

    /// <summary>Puts an adapter in PEFT's form beside the weights, which are frozen from then on.</summary>
    /// <param name="folder">Folder with <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>. Which model it names as its base is not looked at.</param>
    /// <exception cref="InvalidOperationException">There is an adapter already.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, asks for something that is not supported, or does not fit the model; the message names file and field or tensor.</exception>
    public LoraAdapter LoadAdapter(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return AdapterFile.Read(folder, Projections.Select(pair => pair.Key), Device, Attach);
    }

    /// <summary>Makes the adapter part of the weights, W + α/r · B · A computed in float32 and rounded once, and lets go of it.</summary>
    /// <exception cref="InvalidOperationException">There is no adapter.</exception>
    public void MergeAdapter()
    {
        var adapter = Adapter ?? throw new InvalidOperationException("The model has no adapter to merge.");
        adapter.MergeIntoWeights();
        Adapter = null;
        Freeze(false);
    }

    private LoraAdapter Attach(LoraOptions options, Func<string, long[], Tensor> weight)
    {
        if (Adapter is not null)
        {
            throw new InvalidOperationException("The model has an adapter already; merge it first.");
        }

        Adapter = new LoraAdapter(options, Projections, weight);
        Freeze(true);
        return Adapter;
    }

    private void Freeze(bool frozen)
    {
        foreach (var (_, parameter) in Parameters)
        {
            parameter.requires_grad_(!frozen);
        }
    }

    private void ShareAdapter(DecoderModel twin)
    {
        if (Adapter is { } adapter)
        {
            var tensors = adapter.Parameters.ToDictionary();
            twin.Attach(adapter.Options, (name, _) => tensors[name].detach()).Enabled = adapter.Enabled;
        }
    }
}
