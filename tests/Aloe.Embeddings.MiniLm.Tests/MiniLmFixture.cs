namespace Aloe.Embeddings.Tests;

/// <summary>One loaded model for a class of tests.</summary>
public sealed class MiniLmFixture : IDisposable
{
    public MiniLmEmbeddingGenerator Generator { get; } = new();

    public void Dispose() => Generator.Dispose();
}
