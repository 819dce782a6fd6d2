using Aloe.Reporting.Personas;

namespace Aloe.Reporting.Tests.Personas;

public sealed class NearestNeighboursTests
{
    [Fact]
    public async Task Worked_by_hand()
    {
        // Cosines: ab 0.8, ac 0, ad 0.6, bc 0.6, bd 0.48 + 0.48 = 0.96, cd 0.8. Lengths do not matter.
        var vectors = new Dictionary<string, float[]> { ["a"] = [2, 0], ["b"] = [4, 3], ["c"] = [0, 7], ["d"] = [3, 4] };
        var found = await NearestNeighbours.FindAsync(["a", "b", "c", "d"], new TableEmbeddings(text => vectors[text]), closest: 3);
        Assert.Equal([(0, 1), (1, 3), (2, 3), (3, 1)], found.Nearest.Select(neighbour => (neighbour.Text, neighbour.Other)));
        Assert.Equal([0.8f, 0.96f, 0.8f, 0.96f], found.Nearest.Select(neighbour => MathF.Round(neighbour.Similarity, 5)));
        Assert.Equal([(1, 3), (0, 1), (2, 3)], found.Closest.Select(pair => (pair.Text, pair.Other)));
    }

    [Fact]
    public async Task Equals_a_plain_comparison_of_all_pairs_across_blocks()
    {
        var random = new Random(7);
        var vectors = Enumerable.Range(0, 200).Select(_ => Enumerable.Range(0, 5).Select(_ => (float)random.NextDouble() - 0.5f).ToArray()).ToArray();
        var found = await NearestNeighbours.FindAsync([.. Enumerable.Range(0, 200).Select(i => i.ToString())], new TableEmbeddings(text => vectors[int.Parse(text)]), closest: 40);
        double Cosine(int a, int b) => vectors[a].Zip(vectors[b], (x, y) => (double)x * y).Sum() / Math.Sqrt(vectors[a].Sum(x => (double)x * x) * vectors[b].Sum(x => (double)x * x));
        Assert.Equal(
            Enumerable.Range(0, 200).Select(i => Enumerable.Range(0, 200).Where(j => j != i).MaxBy(j => Cosine(i, j))),
            found.Nearest.Select(neighbour => neighbour.Other));
        var pairs = from a in Enumerable.Range(0, 200) from b in Enumerable.Range(a + 1, 199 - a) orderby Cosine(a, b) descending select (a, b);
        Assert.Equal(pairs.Take(40), found.Closest.Select(pair => (pair.Text, pair.Other)));
    }

    [Fact]
    public async Task Of_equals_the_first_is_named()
    {
        var found = await NearestNeighbours.FindAsync(["same", "same", "same", "same"], new TableEmbeddings(_ => [1, 2]), closest: 2);
        Assert.Equal([1, 0, 0, 0], found.Nearest.Select(neighbour => neighbour.Other));
        Assert.Equal([(0, 1), (0, 2)], found.Closest.Select(pair => (pair.Text, pair.Other)));
    }

    [Fact]
    public async Task Bad_vectors_are_refused_by_number()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => NearestNeighbours.FindAsync(["a", "b"], new TableEmbeddings(text => text == "a" ? [1, 1] : [0, 0])));
        Assert.Contains("text 1", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => NearestNeighbours.FindAsync(["a", "b"], new TableEmbeddings(text => text == "a" ? [1, 1] : [1])));
        await Assert.ThrowsAsync<ArgumentException>(() => NearestNeighbours.FindAsync(["a"], new TableEmbeddings(_ => [1])));
    }
}
