using Aloe.Data;
using Aloe.Personas;
using Aloe.Randomness;

namespace Aloe.Core.Tests.Personas.Similarity;

public sealed class EmbeddingStoreTests : IDisposable
{
    private const string Model = "a model";

    private readonly string _folder = Directory.CreateTempSubdirectory("aloe-store-").FullName;

    private string StorePath => Path.Combine(_folder, "sub", "pool.vectors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(3, 100)]
    [InlineData(384, 700)]
    [InlineData(65_536, 20)]
    public void WhatWasAddedIsThereWhenItIsOpenedAnew(int dimensions, int count)
    {
        var vectors = Vectors(count, dimensions);
        using (var store = Open(dimensions))
        {
            Fill(store, vectors[..(count / 2)]);
        }

        using (var store = Open(dimensions))
        {
            Assert.Equal((count / 2, dimensions, Model), (store.Count, store.Dimensions, store.ModelId));
            Fill(store, vectors[(count / 2)..]);
            store.Flush();
            store.Flush();
        }

        Assert.Equal(4_096 + (4L * count * dimensions), new FileInfo(StorePath).Length);
        using var all = Open(dimensions);
        var read = new float[dimensions];
        for (var i = 0; i < count; i++)
        {
            all.Read(i, read);
            var length = Math.Sqrt(vectors[i].Sum(component => (double)component * component));
            Assert.Equal(vectors[i].Select(component => (float)(component / length)), read);
        }
    }

    [Fact]
    public void AFilterOnAStoreKeepsWhatOneInMemoryKeeps()
    {
        var vectors = SimilarityBatchTests.Clustered(SeededRandom.For(1, "store"), 900, 48, clusters: 200);
        var memory = new SimilarityFilter(0.7);
        var expected = SimilarityBatchTests.KeptAtOnce(memory, vectors);
        var kept = new List<int>();
        foreach (var (number, part) in vectors.Chunk(250).Index())
        {
            using var store = Open(48);
            kept.AddRange(SimilarityBatchTests.KeptAtOnce(new SimilarityFilter(0.7, store), part).Select(i => (number * 250) + i));
            Assert.Equal(kept.Count, store.Count);
        }

        Assert.Equal(expected, kept);
        using var reopened = Open(48);
        var filter = new SimilarityFilter(0.7, reopened);
        Assert.All(vectors, vector => Assert.Equal(memory.MaxSimilarity(vector), filter.MaxSimilarity(vector)));
        Assert.Contains("those before have 48", Assert.Throws<ArgumentException>(() => filter.TryAdd([1, 2])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnEmptyStoreDecidesTheDimensionsOfItsFilter()
    {
        using var store = Open(3);
        var filter = new SimilarityFilter(0.7, store);
        Assert.Equal((0, 3), (filter.Count, filter.Dimensions));
        Assert.Throws<ArgumentException>(() => filter.Add([1, 2]));
        Assert.Equal(-1, filter.MaxSimilarity([1, 2, 3]));
        Assert.Throws<ArgumentException>(() => store.Add([1, 2]));
        Assert.Throws<ArgumentException>(() => store.Add([0, 0, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => store.Read(0, new float[3]));
    }

    [Fact]
    public void AnyChangedByteOfTheVectorsIsFound()
    {
        Write(10);
        for (var at = 4_096; at < 4_096 + (10 * 4 * 5); at += 7)
        {
            Change(at);
            Assert.Contains("checksum", Assert.Throws<DataFormatException>(() => Open(5)).Message, StringComparison.Ordinal);
            Change(at);
        }

        Open(5).Dispose();
    }

    [Fact]
    public void AnyChangedByteOfTheDescriptionIsFound()
    {
        Write(10);
        for (var at = 0; at < 31; at++)
        {
            Change(at);
            Assert.Contains(StorePath, Assert.Throws<DataFormatException>(() => Open(5)).Message, StringComparison.Ordinal);
            Change(at);
        }
    }

    [Theory]
    [InlineData(2_048)]
    [InlineData(3_072)]
    public void AnInterruptedFlushLeavesTheStateBeforeIt(int at)
    {
        // Flushes 1 and 3 lie at 3,072, flush 2 at 2,048.
        Write(10);
        Write(10);
        var before = 10;
        if (at == 3_072)
        {
            Write(10);
            before = 20;
        }

        Change(at);
        using (var store = Open(5))
        {
            Assert.Equal(before, store.Count);
            Fill(store, Vectors(1, 5));
        }

        using var again = Open(5);
        Assert.Equal(before + 1, again.Count);
    }

    [Fact]
    public void BothStatesDamagedIsAnError()
    {
        Write(10);
        Change(2_050);
        Change(3_074);
        Assert.Contains("header", Assert.Throws<DataFormatException>(() => Open(5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void VectorsThatWereNotFlushedAreNotCounted()
    {
        Write(10);
        using (var file = File.Open(StorePath, FileMode.Append))
        {
            file.Write(new byte[1_000]);
        }

        using var store = Open(5);
        Assert.Equal(10, store.Count);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(100, "no store of embeddings")]
    [InlineData(4_096, "cut off")]
    [InlineData(4_100, "cut off")]
    public void AFileCutShortIsNamed(int length, string? reason)
    {
        Write(10);
        using (var file = File.Open(StorePath, FileMode.Open))
        {
            file.SetLength(length == 100 ? 5 : length);
        }

        if (reason is null)
        {
            Open(5).Dispose();
        }
        else
        {
            var error = Assert.Throws<DataFormatException>(() => Open(5));
            Assert.Equal(StorePath, error.Path);
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void OtherFilesModelsAndSizesAreRefused()
    {
        Write(10);
        Assert.Contains("have 5 components, not 6", Assert.Throws<DataFormatException>(() => Open(6)).Message, StringComparison.Ordinal);
        Assert.Contains("those of a model, not of another", Assert.Throws<DataFormatException>(() => EmbeddingStore.Open(StorePath, 5, "another")).Message, StringComparison.Ordinal);
        File.WriteAllText(StorePath, new string('x', 10_000));
        Assert.Contains("no store of embeddings", Assert.Throws<DataFormatException>(() => Open(5)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => EmbeddingStore.Open(StorePath, 5, ""));
        Assert.Throws<ArgumentException>(() => EmbeddingStore.Open(StorePath, 5, new string('m', 1_001)));
        Assert.Throws<ArgumentOutOfRangeException>(() => EmbeddingStore.Open(StorePath, 0, Model));
    }

    [Fact]
    public void AStoreIsOpenOnceAtATime()
    {
        using (Open(5))
        {
            Assert.Throws<IOException>(() => Open(5));
        }

        Open(5).Dispose();
    }

    [Fact]
    public void ADisposedStoreRefusesToWork()
    {
        var store = Open(5);
        var filter = new SimilarityFilter(0.5, store);
        filter.Add([1, 2, 3, 4, 5]);
        store.Dispose();
        store.Dispose();
        Assert.Throws<ObjectDisposedException>(() => store.Add([1, 2, 3, 4, 5]));
        Assert.Throws<ObjectDisposedException>(() => store.Flush());
        Assert.Throws<ObjectDisposedException>(() => filter.TryAdd([1, 2, 3, 4, 5]));
    }

    private EmbeddingStore Open(int dimensions) => EmbeddingStore.Open(StorePath, dimensions, Model);

    private void Write(int count)
    {
        using var store = Open(5);
        Fill(store, Vectors(count, 5));
    }

    private void Change(int at)
    {
        var bytes = File.ReadAllBytes(StorePath);
        bytes[at] ^= 0x10;
        File.WriteAllBytes(StorePath, bytes);
    }

    private static void Fill(EmbeddingStore store, float[][] vectors)
    {
        foreach (var vector in vectors)
        {
            store.Add(vector);
        }
    }

    private static float[][] Vectors(int count, int dimensions)
        => SimilarityBatchTests.Clustered(SeededRandom.For(count, "vectors"), count, dimensions, clusters: 2);
}
