using Aloe.Randomness;
using Aloe.Torch.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>The low-rank adapter of a model (LoRA; Hu et al., 2021): beside each chosen projection W, which stays frozen, a trained α/r · B · A.</summary>
/// <remarks>
/// <para>A, [r, in], starts uniform in ±1/√in and B, [out, r], at zero, as in PEFT, so that a fresh adapter changes nothing. Both are float32, whatever the model's number type.</para>
/// <para>It belongs to its model, which disposes it. It may be used from several threads as long as nobody changes parameters or <see cref="Enabled"/>.</para>
/// </remarks>
public sealed class LoraAdapter
{
    private readonly IReadOnlyList<Projection> _projections;

    /// <summary>Puts an adapter on a model.</summary>
    /// <param name="options">Rank, scale and projections.</param>
    /// <param name="projections">Every projection of the model under its module's name.</param>
    /// <param name="weight">Makes an A or B by name and shape.</param>
    internal LoraAdapter(LoraOptions options, IEnumerable<KeyValuePair<string, Projection>> projections, Func<string, long[], Tensor> weight)
    {
        Options = options;
        var chosen = projections.Where(pair => options.Projections.Any(name => pair.Key.EndsWith($".{name}", StringComparison.Ordinal))).ToList();
        var parameters = new List<KeyValuePair<string, Parameter>>();
        using (var scope = NewDisposeScope())
        {
            foreach (var (module, projection) in chosen)
            {
                var names = Names(module);
                Add(names[0], options.Rank, projection.Weight.shape[1]);
                Add(names[1], projection.Weight.shape[0], options.Rank);
            }

            parameters.ForEach(pair => scope.Detach(pair.Value));
        }

        foreach (var (index, (_, projection)) in chosen.Index())
        {
            projection.Update = new LowRankUpdate(this, parameters[2 * index].Value, parameters[(2 * index) + 1].Value, options.Alpha / options.Rank);
        }

        Parameters = parameters;
        _projections = [.. chosen.Select(pair => pair.Value)];

        void Add(string name, params long[] shape) => parameters.Add(new(name, new Parameter(weight(name, shape))));
    }

    /// <summary>Rank, scale and projections.</summary>
    public LoraOptions Options { get; }

    /// <summary>All A and B under names such as <c>model.layers.0.self_attn.q_proj.lora_A.weight</c>, in a fixed order.</summary>
    public IReadOnlyList<KeyValuePair<string, Parameter>> Parameters { get; }

    /// <summary>Whether the adapter has an effect; switched off, the model computes exactly what its frozen weights say. <value>Default: true.</value></summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Makes a model folder without adapter from one with: each W becomes W + α/r · B · A. On the CPU; memory for the whole model is needed, in <paramref name="dtype"/> where the base model is stored in that type, else in float32.</summary>
    /// <param name="adapterFolder">Folder with <c>adapter_config.json</c> and <c>adapter_model.safetensors</c> in PEFT's form. Its tokenizer is copied, or the base model's where it has none.</param>
    /// <param name="outputFolder">Where the merged model goes; created where it is missing.</param>
    /// <param name="dtype">Number type of the merged weights: Float32, Float16 or BFloat16. Sums are computed in float32 and rounded once to it.</param>
    /// <param name="baseFolder">Folder of the base model; null for the one that <c>adapter_config.json</c> names.</param>
    /// <exception cref="InvalidDataException">The adapter is damaged, is none of PEFT's LoRA adapters, or does not fit the model; the message names file, field or tensor.</exception>
    public static void Merge(string adapterFolder, string outputFolder, ScalarType dtype = ScalarType.BFloat16, string? baseFolder = null)
    {
        ArgumentNullException.ThrowIfNull(adapterFolder);
        ArgumentNullException.ThrowIfNull(outputFolder);
        baseFolder ??= AdapterConfig.Load(adapterFolder).BaseFolder(adapterFolder);
        using var model = DecoderModel.Load(baseFolder, CPU, ModelWeights.AreStoredAs(baseFolder, dtype) ? dtype : ScalarType.Float32);
        model.LoadAdapter(adapterFolder);
        model.MergeAdapter();
        model.Save(outputFolder, dtype);
        RunFolder.CopyTokenizer(TrainingArguments.TokenizerFiles(adapterFolder).Any() ? adapterFolder : baseFolder, outputFolder);
    }

    /// <summary>Writes <c>adapter_config.json</c> and <c>adapter_model.safetensors</c> in PEFT's form; each file is replaced in one step. Weights are stored as float32.</summary>
    /// <param name="folder">The folder; created where it is missing.</param>
    /// <param name="baseModel">What the adapter was trained on: the folder of a model, or a name under which others find it.</param>
    public void Save(string folder, string baseModel)
    {
        ArgumentNullException.ThrowIfNull(folder);
        AdapterFile.Write(folder, Parameters);
        new AdapterConfig(Require.Text(baseModel, nameof(baseModel)), Options.Rank, Options.Alpha).Save(folder, Options.Projections);
    }

    /// <summary>Names of the A and the B of a module.</summary>
    internal static string[] Names(string module) => [$"{module}.lora_A.weight", $"{module}.lora_B.weight"];

    /// <summary>An A or B to start from.</summary>
    internal static Tensor Fresh(long seed, string name, long[] shape, Device device)
    {
        if (name.EndsWith(".lora_B.weight", StringComparison.Ordinal))
        {
            return zeros(shape, float32, device);
        }

        var bound = 1 / Math.Sqrt(shape[1]);
        using var generator = new Generator(SeededRandom.For(seed, name).NextUInt64(), CPU);
        return rand(shape, float32, generator: generator).Times(2 * bound).Plus(-bound).to(device);
    }

    /// <summary>Adds the adapter to the weights and takes it off the projections.</summary>
    internal void MergeIntoWeights()
    {
        foreach (var projection in _projections)
        {
            projection.Update!.AddTo(projection.Weight);
            projection.Update = null;
        }

        Dispose();
    }

    internal void Dispose()
    {
        foreach (var (_, parameter) in Parameters)
        {
            parameter.Dispose();
        }
    }
}
