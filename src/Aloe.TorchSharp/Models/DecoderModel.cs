using Aloe.Randomness;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Aloe.Torch;

/// <summary>A Llama-family decoder (Touvron et al., 2023): RMSNorm, rotary positions, grouped-query attention, SwiGLU.</summary>
/// <remarks>Forward passes may run on several threads at once as long as nobody changes the parameters; a <see cref="KeyValueCache"/> may not be shared.</remarks>
public sealed partial class DecoderModel : IDisposable
{
    private readonly Dictionary<string, Parameter> _weights;
    private readonly DecoderLayer[] _layers;
    private readonly RotaryEmbedding _rotary;
    private readonly Parameter _embedding;
    private readonly Parameter _finalNorm;
    private readonly Parameter _head;

    private DecoderModel(DecoderConfig config, Device device, ScalarType dtype, Func<string, long[], Tensor> weight)
    {
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
        _finalNorm = _weights[DecoderNames.FinalNorm];
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

    /// <summary>A fresh model: weights normal(0, 0.02), those that write to the residual stream scaled by 1/√(2 · layers) (Radford et al., 2019), norms 1.</summary>
    /// <param name="config">Shape.</param>
    /// <param name="seed">Fixes the weights, whatever the device.</param>
    /// <param name="device">Where the parameters go.</param>
    /// <param name="dtype">Their number type.</param>
    /// <exception cref="InvalidDataException">The numbers of <paramref name="config"/> do not fit together.</exception>
    /// <exception cref="TorchUnavailableException">libtorch cannot be loaded.</exception>
    public static DecoderModel Create(DecoderConfig config, long seed, Device device, ScalarType dtype)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(device);
        TorchRuntime.EnsureLoaded();
        var residualScale = 0.02 / Math.Sqrt(2.0 * config.Checked(nameof(config)).Layers);
        return new DecoderModel(config, device, dtype, (name, shape) =>
        {
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
        var config = DecoderConfig.Load(folder);
        using var weights = ModelWeights.Open(folder);
        weights.RefuseSurplus(name => DecoderNames.IsRedundant(name, config), DecoderNames.Parameters(config).Select(parameter => parameter.Name));
        return new DecoderModel(config, device, dtype, (name, shape) => weights.Read(name, shape, device, dtype));
    }

    /// <summary>A model on the same weights with gradients of its own, so that several threads can train at the same time. Changing the weights of one changes both.</summary>
    internal DecoderModel ShareWeights()
    {
        var twin = new DecoderModel(Config, Device, DType, (name, _) => _weights[name].detach());
        ShareAdapter(twin);
        return twin;
    }

    /// <summary>Writes <c>config.json</c> and <c>model.safetensors</c>; each file is replaced in one step.</summary>
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

        var tensors = Parameters.Select(parameter => KeyValuePair.Create(parameter.Key, (Tensor)parameter.Value)).ToList();
        SafetensorsWriter.Write(Path.Combine(folder, ModelWeights.FileName), tensors, dtype);
        Config.Save(folder, dtype.ToString().ToLowerInvariant());
    }

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
            ? AttentionBlock.Cut(mask ?? ones([length, length], dtype: ScalarType.Bool, device: Device).tril_(), length, DType)
            : [AttentionBlock.Whole(cache.Begin(positions), Config.Heads / Config.KeyValueHeads, DType)];
        return Hidden(tokens, positions, blocks, cache).MoveToOuterDisposeScope();
    }

    /// <summary>The same where the caller says which queries meet which keys; blocks must cover all queries in order, and their keys must belong to the same row.</summary>
    internal Tensor Hidden(Tensor tokens, Tensor positions, IReadOnlyList<AttentionBlock> blocks, KeyValueCache? cache = null)
    {
        using var scope = NewDisposeScope();
        var x = _embedding.index_select(0, tokens.reshape(-1)).view(tokens.shape[0], tokens.shape[1], Config.HiddenSize);
        var (cos, sin) = _rotary.At(positions);
        var attention = new AttentionInput(cos, sin, blocks, cache);
        foreach (var layer in _layers)
        {
            x = layer.Forward(x, attention);
        }

        return RmsNorm.Apply(x, _finalNorm, Config.RmsNormEpsilon).MoveToOuterDisposeScope();
    }

    /// <summary>Scores of the next token.</summary>
    /// <param name="hidden">Hidden states [..., D]; hand in only those that are needed, the result is large.</param>
    /// <returns>[..., V].</returns>
    public Tensor Logits(Tensor hidden)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        return linear(hidden, _head);
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
