using static TorchSharp.torch;

namespace Aloe.Torch.Tests;

internal static class DecoderModelExtensions
{
    /// <summary>Logits [T, V] of one sequence.</summary>
    public static float[][] LogitsOf(this DecoderModel model, IReadOnlyList<int> tokens)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var row = tensor(tokens.Select(token => (long)token).ToArray()).unsqueeze(0);
        var logits = model.Logits(model.Hidden(row, HeldScalar.Range(tokens.Count, CPU).unsqueeze(0)))[0];
        return [.. logits.data<float>().ToArray().Chunk((int)logits.shape[1])];
    }

    /// <summary>The most probable tokens, one after the other.</summary>
    public static int[] Greedy(this DecoderModel model, IReadOnlyList<int> prompt, int count)
    {
        List<int> tokens = [.. prompt];
        while (tokens.Count < prompt.Count + count)
        {
            tokens.Add(LlamaCppModel.ArgMax(model.LogitsOf(tokens)[^1]));
        }

        return [.. tokens.Skip(prompt.Count)];
    }
}
