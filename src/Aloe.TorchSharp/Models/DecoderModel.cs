using System.Text.Json.Nodes;
using Aloe.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Aloe.Torch;

/// <summary>A decoder-only transformer in the form of Llama (Touvron et al., 2023): norm first, rotary positions, grouped-query attention, SwiGLU; <see cref="DecoderArchitecture"/> lists the variants.</summary>
/// <remarks>Forward passes may run on several threads at once as long as nobody changes the parameters; a <see cref="KeyValueCache"/> may not be shared.</remarks>
public sealed partial class DecoderModel : IDisposable
{
    private readonly JsonObject _configJson;
    private readonly byte[]? _generationJson;
    private readonly Dictionary<string, Parameter> _weights;
    private readonly DecoderLayer[] _layers;
    private readonly RotaryEmbedding _rotary;
    private readonly Parameter _embedding;
    private readonly Norm _finalNorm;
    private readonly Parameter _head;

    private DecoderModel(DecoderConfig config, JsonObject configJson, byte[]? generationJson, Device device, ScalarType dtype, Func<string, long[], Tensor> weight)
    {
        (_configJson, _generationJson) = (configJson, generationJson);
        (Config, Device, DType) = (config, device, dtype);
        var parameters = new List<KeyValuePair<string, Parameter>>();
        using (var scope = NewDisposeScope())
        {
            foreach (var (name, shape) in DecoderNames.Parameters(config))
            {
                var parameter = new Parameter(weight(name, shape));
                parameters.Add(new(name, parameter));
            }

            foreach (var (_, parameter) in parameters)
            {
                scope.Detach(parameter);
            }
        }

        Parameters = parameters;
        _weights = new Dictionary<string, Parameter>(parameters);
        _embedding = _weights[DecoderNames.Embedding];
        _finalNorm = new Norm(_weights.GetValueOrDefault(DecoderNames.FinalNorm), config.NormEpsilon);
        _head = config.TieWordEmbeddings ? _embedding : _weights[DecoderNames.Head];
        _layers = [.. Enumerable.Range(0, config.Layers).Select(index => new DecoderLayer(config, index, _weights))];
        _rotary = new RotaryEmbedding(config, device, dtype);
    }

    /// <summary>Shape of the model.</summary>
    public DecoderConfig Config { get; }

    /// <summary>Where the parameters are.</summary>
    public Device Device { get; }

    /// <summary>Number type of parameters and activations.</summary>
    public ScalarType DType { get; }

    /// <summary>All weights under their Hugging Face names, in a fixed order. A tied head is not listed twice.</summary>
    public IReadOnlyList<KeyValuePair<string, Parameter>> Parameters { get; }

    /// <summary>Weights of the scores of the next token, [V, D]; those of the tokens themselves where they are tied.</summary>
    internal Parameter Head => _head;

    /// <summary>A fresh model: weights normal(0, 0.02), those that write to the residual stream scaled by 1/√(2 · layers) (Radford et al., 2019), norms 1, biases 0.</summary>
    /// <param name="config">Shape.</param>
    /// <param name="seed">Fixes the weights, whatever the device.</param>
    /// <param name="device">Where the parameters go. On the meta device they have shapes but no memory.</param>
    /// <param name="dtype">Their number type.</param>
    /// <exception cref="InvalidDataException">The numbers of <paramref name="config"/> do not fit together.</exception>
    /// <exception cref="TorchUnavailableException">libtorch cannot be loaded.</exception>
    public static DecoderModel Create(DecoderConfig config, long seed, Device device, ScalarType dtype)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(device);
        TorchRuntime.EnsureLoaded();
        var residualScale = 0.02 / Math.Sqrt(2.0 * config.Checked(nameof(config)).Layers);
        return new DecoderModel(config, DecoderConfigWriter.Write(config), generationJson: null, device, dtype, (name, shape) =>
        {
            if (device.type == DeviceType.META)
            {
                return empty(shape, dtype: dtype, device: device);
            }

            if (DecoderNames.IsBias(name))
            {
                return zeros(shape, dtype: dtype, device: device);
            }

            if (shape.Length == 1)
            {
                return ones(shape, dtype: dtype, device: device);
            }

            using var generator = new Generator(SeededRandom.For(seed, name).NextUInt64(), CPU);
            using var fresh = randn(shape, generator: generator);
            return fresh.Times(DecoderNames.IsResidualProjection(name) ? residualScale : 0.02).to(dtype, device);
        });
    }

    /// <summary>
    /// Loads a model folder in Hugging Face form: <c>config.json</c> with <c>model.safetensors</c>, or the shards that <c>model.safetensors.index.json</c> lists;
    /// or an adapter in PEFT's form (<c>adapter_config.json</c> and no model) together with the base model in the folder that it names.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="device">Where the parameters go.</param>
    /// <param name="dtype">Their number type; the file's is converted.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or a tensor missing, surplus or of a wrong shape; the message names file and tensor.</exception>
    /// <exception cref="TorchUnavailableException">libtorch cannot be loaded.</exception>
    public static DecoderModel Load(string folder, Device device, ScalarType dtype)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(device);
        TorchRuntime.EnsureLoaded();
        if (!AdapterConfig.IsIn(folder))
        {
            return LoadWeights(folder, device, dtype);
        }

        var model = LoadWeights(AdapterConfig.Load(folder).BaseFolder(folder), device, dtype);
        try
        {
            model.LoadAdapter(folder);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static DecoderModel LoadWeights(string folder, Device device, ScalarType dtype)
    {
        var json = ModelJson.Load(Path.Combine(folder, DecoderConfig.FileName));
        var config = DecoderConfigReader.Read(json);
        var generation = GenerationConfig.Load(folder) is null ? null : File.ReadAllBytes(Path.Combine(folder, GenerationConfig.FileName));
        using var weights = ModelWeights.Open(folder);
        weights.Check(DecoderNames.Parameters(config), name => DecoderNames.IsRedundant(name, config));
        return new DecoderModel(config, json.ToObject(), generation, device, dtype, (name, shape) => weights.Read(name, shape, device, dtype));
    }

    /// <summary>A model on the same weights with gradients of its own, so that several threads can train at the same time. Changing the weights of one changes both.</summary>
    internal DecoderModel ShareWeights()
    {
        var twin = new DecoderModel(Config, _configJson, _generationJson, Device, DType, (name, _) => _weights[name].detach()) { ActivationCheckpointing = ActivationCheckpointing };
        ShareAdapter(twin);
        return twin;
    }

    /// <summary>Whether a pass with gradients keeps only the inputs of the layers. <value>Default: false.</value></summary>
    internal bool ActivationCheckpointing { get; set; }

    /// <summary>What went wrong in the backward pass of a layer with <see cref="ActivationCheckpointing"/>, where its gradients are not to be used; to be asked after every backward pass.</summary>
    internal BackwardFailure BackwardFailure { get; } = new();

    /// <summary>
    /// Writes <c>config.json</c> and <c>model.safetensors</c>, or several files of 5 GB with <c>model.safetensors.index.json</c>, and the <c>generation_config.json</c> that the model was loaded with.
    /// The configuration of a model that was loaded is kept with all its fields. Those files of a model that was in the folder before are replaced or deleted; the folder never loads as a mix of both.
    /// </summary>
    /// <param name="folder">The folder; created where it is missing.</param>
    /// <param name="dtype">Number type in the file: Float32, Float16 or BFloat16.</param>
    /// <exception cref="InvalidOperationException">The model has an adapter, which would be left out: save the adapter, or merge it.</exception>
    public void Save(string folder, ScalarType dtype)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (Adapter is not null)
        {
            throw new InvalidOperationException("The model has an adapter, which would be left out; save the adapter, or merge it first.");
        }

        foreach (var _ in SaveSteps(folder, dtype, ModelFolder.ShardBytes))
        {
        }
    }

    /// <summary>The same step by step.</summary>
    internal IEnumerable<string> SaveSteps(string folder, ScalarType dtype, long shardBytes)
        => ModelFolder.Save(folder, _configJson, _generationJson, [.. Parameters.Select(parameter => KeyValuePair.Create(parameter.Key, (Tensor)parameter.Value))], dtype, shardBytes);

    /// <summary>Hidden states after the final norm.</summary>
    /// <param name="tokens">Token ids [B, T], int64, on <see cref="Device"/>.</param>
    /// <param name="positions">Position of each token [B, T], int64, 0 to <see cref="DecoderConfig.MaxPositions"/> − 1. With a cache they are also the slots.</param>
    /// <param name="mask">
    /// What each token may attend to: bool, true = may, broadcastable to [B, 1, T, T]. Every token must be allowed at least one, and none that comes later in the row:
    /// entries above the diagonal are not looked at. Null: the token itself and all before it.
    /// Must be null with a cache, where a token attends to all positions up to its own.
    /// </param>
    /// <param name="cache">Keys and values of earlier tokens; those of this pass are added. For inference only. Its first B rows take part.</param>
    /// <returns>[B, T, D]; belongs to the caller's dispose scope.</returns>
    public Tensor Hidden(Tensor tokens, Tensor positions, Tensor? mask = null, KeyValueCache? cache = null)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(positions);
        if (mask is not null && cache is not null)
        {
            throw new ArgumentException("A pass with a cache is causal; it takes no mask.", nameof(mask));
        }

        using var scope = NewDisposeScope();
        var length = tokens.shape[1];
        List<AttentionBlock> blocks = cache is null
            ? mask is null ? [AttentionBlock.Causal(0, length)] : AttentionBlock.Cut(mask, length, DType)
            : [AttentionBlock.Cached(cache.Begin(positions), Config.Heads / Config.KeyValueHeads, DType)];
        return Hidden(tokens, positions, blocks, cache).MoveToOuterDisposeScope();
    }

    /// <summary>The same where the caller says which queries meet which keys; blocks must cover all queries in order, and their keys must belong to the same row.</summary>
    internal Tensor Hidden(Tensor tokens, Tensor positions, IReadOnlyList<AttentionBlock> blocks, KeyValueCache? cache = null)
    {
        using var scope = NewDisposeScope();
        var x = _embedding.index_select(0, tokens.reshape(-1)).view(tokens.shape[0], tokens.shape[1], Config.HiddenSize);
        var (cos, sin) = _rotary.At(positions);
        var windowBlocks = Config.SlidingWindow is { } window && !(cache?.Length <= window)
            ? [.. blocks.Select(block => cache is null ? block.Within(window, positions, DType) : block.CachedWithin(window, positions))]
            : blocks;
        var attention = new AttentionInput(cos, sin, blocks, windowBlocks, cache);
        foreach (var layer in _layers)
        {
            x = ActivationCheckpointing && is_grad_enabled() ? CheckpointedLayer.Forward(layer, x, attention, BackwardFailure) : layer.Forward(x, attention);
        }

        return _finalNorm.Apply(x).MoveToOuterDisposeScope();
    }

    /// <summary>Scores of the next token.</summary>
    /// <param name="hidden">Hidden states [..., D]; hand in only those that are needed, the result is large.</param>
    /// <returns>[..., V].</returns>
    public Tensor Logits(Tensor hidden)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        return ThinProduct.Pays(hidden) ? ThinProduct.Of(hidden, _head) : linear(hidden, _head);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, parameter) in Parameters)
        {
            parameter.Dispose();
        }

        Adapter?.Dispose();
        _rotary.Dispose();
    }
}
