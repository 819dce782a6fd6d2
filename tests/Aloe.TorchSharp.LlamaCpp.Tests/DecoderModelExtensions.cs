using static TorchSharp.torch;

namespace Aloe.Torch.Tests;

internal static class DecoderModelExtensions
{
    /// <summary>Logits [T, V] of one sequence.</summary>
    public static float[][] LogitsOf(this DecoderModel model, IReadOnlyList<int> tokens) => LogitsOf(model, tokens, start: 0, cache: null);

    /// <summary>The most probable tokens, one after the other, through the cache.</summary>
    public static int[] Greedy(this DecoderModel model, IReadOnlyList<int> prompt, int count)
    {
        using var cache = new KeyValueCache(model, rows: 1, prompt.Count + count);
        List<int> reply = [LlamaCppModel.ArgMax(LogitsOf(model, prompt, start: 0, cache)[^1])];
        while (reply.Count < count)
        {
            reply.Add(LlamaCppModel.ArgMax(LogitsOf(model, [reply[^1]], prompt.Count + reply.Count - 1, cache)[0]));
        }

        return [.. reply];
    }

    private static float[][] LogitsOf(DecoderModel model, IReadOnlyList<int> tokens, int start, KeyValueCache? cache)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var row = tensor(tokens.Select(token => (long)token).ToArray()).unsqueeze(0);
        var positions = tensor(Enumerable.Range(start, tokens.Count).Select(position => (long)position).ToArray()).unsqueeze(0);
        cache?.Length = start + tokens.Count;
        var logits = model.Logits(model.Hidden(row, positions, mask: null, cache))[0];
        return [.. logits.data<float>().ToArray().Chunk((int)logits.shape[1])];
    }
}
