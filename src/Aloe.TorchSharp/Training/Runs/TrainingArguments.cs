using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>Everything that the result of a run depends on, by name, in a form that can be stored and compared.</summary>
internal static class TrainingArguments
{
    private static readonly string[] TokenizerNames = ["tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "chat_template.jinja"];

    /// <summary>The arguments of a run. What only decides when something is stored or evaluated is left out.</summary>
    public static SortedDictionary<string, string> Of(string task, string modelFolder, TrainingData data, TrainingOptions options, RunSettings settings, ScalarType storage)
    {
        var arguments = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["Task"] = task,
            ["Model"] = HashFiles(ModelFiles(modelFolder)),
            ["Tokenizer"] = HashFiles(TokenizerFiles(modelFolder)),
            ["Data"] = $"{data.Training.Count} examples, {HashExamples(data.Training)}",
            ["HeldOut"] = $"{data.HeldOut.Count} examples, {HashExamples(data.HeldOut)}",
            [nameof(options.Epochs)] = Text(options.Epochs),
            [nameof(options.LearningRate)] = Text(options.LearningRate),
            [nameof(options.WarmupRatio)] = Text(options.WarmupRatio),
            [nameof(options.Decay)] = options.Decay.ToString(),
            [nameof(options.WeightDecay)] = Text(options.WeightDecay),
            [nameof(options.MaxGradientNorm)] = Text(options.MaxGradientNorm),
            [nameof(options.BatchSize)] = Text(options.BatchSize),
            [nameof(options.MaxRowTokens)] = Text(options.MaxRowTokens),
            [nameof(options.LongExamples)] = options.LongExamples.ToString(),
            [nameof(options.HeldOutShare)] = Text(options.HeldOutShare),
            [nameof(options.Lora)] = options.Lora is { } lora ? $"rank {Text(lora.Rank)}, alpha {Text(lora.Alpha)}, on {string.Join(", ", lora.Projections)}" : "none",
            [nameof(options.Seed)] = Text(options.Seed),
            [nameof(TorchTrainerOptions.Precision)] = settings.Mixed ? nameof(TrainingPrecision.Mixed) : nameof(TrainingPrecision.Full),
            [nameof(TorchTrainerOptions.StorageType)] = storage.ToString(),
        };
        if (options is DpoOptions dpo)
        {
            arguments[nameof(dpo.Loss)] = dpo.Loss.ToString();
            arguments[nameof(dpo.LabelSmoothing)] = Text(dpo.LabelSmoothing);
            arguments[nameof(dpo.Beta)] = Text(dpo.Beta);
            arguments[nameof(dpo.SftWeight)] = Text(dpo.SftWeight);
        }

        return arguments;
    }

    /// <summary>Hash, in hexadecimal, of all that reference log-probs depend on. Neither the order of the examples nor what is held out matters.</summary>
    public static string ReferenceFingerprint(IReadOnlyDictionary<string, string> arguments, TrainingData data)
        => Hex(SHA256.HashData(Encoding.UTF8.GetBytes(
            $"{arguments["Model"]}\n{arguments["Tokenizer"]}\n{arguments[nameof(TorchTrainerOptions.Precision)]}\n{HashExamples(data.All.OrderBy(example => example.Id, StringComparer.Ordinal))}")));

    /// <summary>One line for each argument that differs; empty when none does.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyDictionary<string, string> stored, IReadOnlyDictionary<string, string> given)
        => [.. stored.Keys.Union(given.Keys).Order(StringComparer.Ordinal)
            .Where(name => stored.GetValueOrDefault(name) != given.GetValueOrDefault(name))
            .Select(name => $"{name}: {stored.GetValueOrDefault(name, "none")} there, {given.GetValueOrDefault(name, "none")} now")];

    /// <summary>The files of a folder that make up its tokenizer.</summary>
    public static IEnumerable<string> TokenizerFiles(string folder)
        => TokenizerNames.Select(name => Path.Combine(folder, name)).Where(File.Exists);

    private static IEnumerable<string> ModelFiles(string folder)
        => Directory.EnumerateFiles(folder, "*.safetensors").Order(StringComparer.Ordinal).Prepend(Path.Combine(folder, "config.json"));

    private static string HashFiles(IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            using var stream = File.OpenRead(file);
            hash.AppendData(SHA256.HashData(stream));
        }

        return Short(hash.GetHashAndReset());
    }

    private static string HashExamples(IEnumerable<EncodedExample> examples)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var example in examples)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(example.Id));
            foreach (var values in new[] { example.Tokens, example.Positions, example.VisibleUntil, example.Predictors, example.Targets })
            {
                hash.AppendData(MemoryMarshal.AsBytes<int>([values.Length]));
                hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
            }

            foreach (var reply in example.Replies)
            {
                hash.AppendData(MemoryMarshal.AsBytes<int>([reply.Turn, (int)reply.Kind, reply.Start, reply.Length]));
            }
        }

        return Short(hash.GetHashAndReset());
    }

    private static string Short(byte[] hash) => $"sha256:{Hex(hash)}";

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
