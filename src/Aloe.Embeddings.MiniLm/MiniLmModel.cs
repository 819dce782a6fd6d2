using Microsoft.ML.OnnxRuntime;

namespace Aloe.Embeddings;

/// <summary>The network: token ids in, one unit vector out.</summary>
/// <remarks>
/// Thread-safe. What a call is given is computed on the calling thread. Texts of a call have the same length, so that nothing is padded and a vector depends on nothing but its own tokens;
/// several together take less time than one after the other, as a matrix product of few rows is limited by the reading of the weights.
/// </remarks>
internal sealed class MiniLmModel : IDisposable
{
    public const int Dimensions = 384;

    /// <summary>What the model was trained on; its card says that longer texts are cut off.</summary>
    public const int MaxTokens = 256;

    private static readonly string[] InputNames = ["input_ids", "attention_mask", "token_type_ids"];
    private static readonly string[] OutputNames = ["last_hidden_state"];

    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();

    public MiniLmModel()
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL };

        // By way of a file: from an array, another copy of the 90 MB would be held while the session is built.
        var path = Path.Combine(Path.GetTempPath(), $"aloe-minilm-{Guid.NewGuid():N}.onnx");
        try
        {
            using (var model = MiniLmResources.OpenModel())
            using (var file = File.Create(path))
            {
                model.CopyTo(file);
            }

            _session = new InferenceSession(path, options);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>For each text the mean of the last layer's token vectors, scaled to length 1.</summary>
    /// <param name="texts">Ids between [CLS] and [SEP], the same number of them for every text.</param>
    public float[][] Embed(IReadOnlyList<long[]> texts)
    {
        var tokens = texts.SelectMany(text => text).ToArray();
        var mask = new long[tokens.Length];
        Array.Fill(mask, 1);
        long[] shape = [texts.Count, texts[0].Length];
        using var ids = OrtValue.CreateTensorValueFromMemory(tokens, shape);
        using var attention = OrtValue.CreateTensorValueFromMemory(mask, shape);
        using var types = OrtValue.CreateTensorValueFromMemory(new long[tokens.Length], shape);
        using var outputs = _session.Run(_runOptions, InputNames, [ids, attention, types], OutputNames);
        var hidden = outputs[0].GetTensorDataAsSpan<float>();
        var vectors = new float[texts.Count][];
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] = Pool(hidden.Slice(i * texts[0].Length * Dimensions, texts[0].Length * Dimensions));
        }

        return vectors;
    }

    public void Dispose()
    {
        _session.Dispose();
        _runOptions.Dispose();
    }

    // The sum has the direction of the mean, and the length is set to 1 anyway.
    private static float[] Pool(ReadOnlySpan<float> hidden)
    {
        var pooled = new float[Dimensions];
        for (var at = 0; at < hidden.Length; at += Dimensions)
        {
            var token = hidden.Slice(at, Dimensions);
            for (var i = 0; i < Dimensions; i++)
            {
                pooled[i] += token[i];
            }
        }

        var squares = 0.0;
        foreach (var value in pooled)
        {
            squares += (double)value * value;
        }

        var scale = (float)(1 / Math.Sqrt(squares));
        for (var i = 0; i < Dimensions; i++)
        {
            pooled[i] *= scale;
        }

        return pooled;
    }
}
