using System.Text.Json;

namespace Aloe.Torch.Tests;

public sealed class BytePairTrainerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Merges_are_those_worked_out_by_hand()
    {
        // Words: "low" ×3, "lower" ×2. lo 5, ow 5, we 2, er 2. The tie of lo and ow goes to the lower ids, l before o.
        // Then lo+w 5; then low+e 2 before e+r 2, for e has the lower id of the two left parts; then lowe+r 2; then no pair is left.
        Assert.Equal(["l o", "lo w", "e r", "low er"], Merges(["low", "low", "low", "lower", "lower"], 300));
    }

    [Fact]
    public void A_run_of_one_symbol_is_counted_pair_by_pair_and_merged_from_the_left()
        => Assert.Equal(["a a", "aa a"], Merges(["aaa", "aaa"], 300));

    [Fact]
    public void Pairs_that_occur_once_are_not_merged()
        => Assert.Empty(Merges(["abcdef"], 300));

    [Fact]
    public void The_vocabulary_is_no_larger_than_asked_and_begins_with_specials_and_bytes()
    {
        Merges(["the quick brown fox", "the quick brown dog"], 265);
        var vocabulary = Json().GetProperty("model").GetProperty("vocab").EnumerateObject().ToDictionary(entry => entry.Value.GetInt32(), entry => entry.Name);

        Assert.Equal(265, vocabulary.Count);
        Assert.Equal(["<|endoftext|>", "<|system|>", "<|user|>", "<|assistant|>", "<|end|>", "!", "\""], Enumerable.Range(0, 7).Select(id => vocabulary[id]));
        Assert.Throws<ArgumentOutOfRangeException>(() => BytePairTrainer.Train([], 260, _folder.Path));
    }

    [Fact]
    public void The_order_of_the_texts_does_not_matter()
    {
        string[] texts = ["one two three", "two three four", "drei vier fünf 😀", "three three"];
        Merges(texts, 290);
        var first = File.ReadAllText(_folder["tokenizer.json"]);
        Merges(texts.Reverse(), 290);
        Assert.Equal(first, File.ReadAllText(_folder["tokenizer.json"]));
    }

    [Fact]
    public void Incremental_counts_choose_the_same_merges_as_counting_anew()
    {
        string[] texts = ["banana bandana ananas", "abababab bababa aab", "mississippi missing sips", "anna nan banana"];
        var words = texts.SelectMany(text => Gpt2PreTokenizer.Cut(text).Select(piece => text.Substring(piece.Offset, piece.Length).Replace(' ', 'Ġ'))).Select(word => word.Select(c => c.ToString()).ToList()).ToList();
        Merges(texts, 330);
        var order = Json().GetProperty("model").GetProperty("vocab").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetInt32());
        foreach (var merge in Json().GetProperty("model").GetProperty("merges").EnumerateArray().Select(merge => merge.GetString()!.Split(' ')))
        {
            var best = words.SelectMany(word => word.Zip(word.Skip(1))).CountBy(pair => pair).OrderByDescending(pair => pair.Value).ThenBy(pair => order[pair.Key.First]).ThenBy(pair => order[pair.Key.Second]).First();
            Assert.Equal((best.Key.First, best.Key.Second), (merge[0], merge[1]));
            foreach (var word in words)
            {
                for (var i = 0; i + 1 < word.Count; i++)
                {
                    if ((word[i], word[i + 1]) == best.Key)
                    {
                        word[i] += word[i + 1];
                        word.RemoveAt(i + 1);
                    }
                }
            }
        }

        Assert.DoesNotContain(words.SelectMany(word => word.Zip(word.Skip(1))).CountBy(pair => pair), pair => pair.Value > 1);
    }

    public void Dispose() => _folder.Dispose();

    private IEnumerable<string?> Merges(IEnumerable<string> texts, int size)
    {
        BytePairTrainer.Train(texts, size, _folder.Path);
        return [.. Json().GetProperty("model").GetProperty("merges").EnumerateArray().Select(merge => merge.GetString())];
    }

    private JsonElement Json() => JsonDocument.Parse(File.ReadAllText(_folder["tokenizer.json"])).RootElement;
}
