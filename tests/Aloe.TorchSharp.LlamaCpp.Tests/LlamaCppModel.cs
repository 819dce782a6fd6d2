using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using LLama;
using LLama.Common;
using LLama.Native;

namespace Aloe.Torch.Tests;

/// <summary>A GGUF file in llama.cpp: on the CPU, with the plainest arithmetic that it has.</summary>
internal sealed class LlamaCppModel : IDisposable
{
    // llama.cpp is linked against it. Where the system has none, libtorch's own serves, once it is loaded.
    private const string OpenMp = "libgomp.so.1";

    public LlamaCppModel(string path)
    {
        TorchRuntime.EnsureLoaded();
        Assert.SkipUnless(!OperatingSystem.IsLinux() || NativeLibrary.TryLoad(OpenMp, out _), $"llama.cpp needs {OpenMp}, which neither this system nor this build of libtorch has (on Debian: apt install libgomp1).");
        Parameters = new ModelParams(path)
        {
            ContextSize = 256,
            GpuLayerCount = 0,
            Threads = 2,
            BatchThreads = 2,
            TypeK = GGMLType.GGML_TYPE_F32,
            TypeV = GGMLType.GGML_TYPE_F32,
            FlashAttention = false,
        };
        Weights = LLamaWeights.LoadFromFile(Parameters);
    }

    public ModelParams Parameters { get; }

    public LLamaWeights Weights { get; }

    /// <summary>Logits [T, V] of one sequence.</summary>
    public float[][] Logits(IReadOnlyList<int> tokens)
    {
        using var context = Weights.CreateContext(Parameters);
        return Decode(context, tokens, start: 0);
    }

    /// <summary>The most probable tokens, one after the other, through llama.cpp's own cache.</summary>
    public int[] Greedy(IReadOnlyList<int> prompt, int count)
    {
        using var context = Weights.CreateContext(Parameters);
        var next = ArgMax(Decode(context, prompt, start: 0)[^1]);
        List<int> reply = [next];
        while (reply.Count < count)
        {
            reply.Add(ArgMax(Decode(context, [reply[^1]], prompt.Count + reply.Count - 1)[0]));
        }

        return [.. reply];
    }

    public int[] Tokenize(string text, bool addBos = false, bool special = false) => [.. Weights.Tokenize(text, addBos, special, Encoding.UTF8).Select(token => (int)token)];

    /// <summary>A conversation as llama.cpp's own renderer writes it for the template in the file.</summary>
    public string Render(IEnumerable<(string Role, string Text)> messages, bool openReply)
    {
        var template = new LLamaTemplate(Weights, strict: true) { AddAssistant = openReply };
        foreach (var (role, text) in messages)
        {
            template.Add(role, text);
        }

        return Encoding.UTF8.GetString(template.Apply());
    }

    public void Dispose() => Weights.Dispose();

    public static int ArgMax(float[] logits) => Array.IndexOf(logits, logits.Max());

    [ModuleInitializer]
    internal static void Silence() => NativeLibraryConfig.All.WithLogCallback((_, _) => { });

    private static float[][] Decode(LLamaContext context, IReadOnlyList<int> tokens, int start)
    {
        var batch = new LLamaBatch();
        for (var i = 0; i < tokens.Count; i++)
        {
            batch.Add(tokens[i], start + i, LLamaSeqId.Zero, logits: true);
        }

        Assert.Equal(DecodeResult.Ok, context.Decode(batch));
        return [.. Enumerable.Range(0, tokens.Count).Select(i => context.NativeHandle.GetLogitsIth(i).ToArray())];
    }
}
