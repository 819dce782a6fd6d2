using System.Diagnostics;
using System.Globalization;
using Aloe.Randomness;
using Aloe.Torch;
using static TorchSharp.torch;

namespace Aloe.Benchmarks.Comparisons;

/// <summary><c>compare decode</c>: a conversation of ten turns whose keys and values are kept against one that is computed anew for every answer, and 16 conversations at once against one after the other.</summary>
internal static class DecodeComparison
{
    private const int Turns = 10;
    private const int ReplyTokens = 40;
    private const int Batch = 16;
    private const int Repetitions = 5;

    /// <summary>The moments of an answer that are reported: its first token, a few words, all of it.</summary>
    private static readonly int[] Moments = [1, 8, ReplyTokens];

    /// <returns>Exit code: 1 where the ways give different tokens.</returns>
    public static int Run(bool quick)
    {
        TorchRuntime.EnsureLoaded();
        var config = BenchmarkModel.Named("5M").Config;
        using var model = DecoderModel.Create(config, seed: 1, CPU, ScalarType.Float32);
        var tokenizer = ChatTokenizer.Load(Path.Combine(AppContext.BaseDirectory, "tokenizer"));
        using var decoder = new BatchDecoder(model, tokenizer);
        var (kept, anew, single, batch) = (new List<Answers>(), new List<Answers>(), new List<Answers>(), new List<Answers>());
        for (var repetition = 0; repetition < (quick ? 1 : Repetitions) + 1; repetition++)
        {
            kept.Add(Converse(decoder, tokenizer, keep: true));
            anew.Add(Converse(decoder, tokenizer, keep: false));
            single.Add(Continue(decoder, tokenizer, together: 1));
            batch.Add(Continue(decoder, tokenizer, together: Batch));
        }

        var agreed = kept.Concat(anew).All(other => other.Tokens.SequenceEqual(kept[0].Tokens)) && single.Concat(batch).All(other => other.Tokens.SequenceEqual(single[0].Tokens));
        Console.WriteLine($"5.4 million parameters, {get_num_threads()} threads, greedy; medians of {kept.Count - 1}; tokens {(agreed ? "equal" : "DIFFERENT")}");
        Console.WriteLine($"{Turns} turns, 32 to 48 tokens a user message, {ReplyTokens} a reply; ms an answer");
        Console.WriteLine($"{"until",-14}{"kept",10}{"recomputed",12}{"ratio",8}");
        foreach (var (moment, tokens) in Moments.Index())
        {
            var (with, without) = (Median(kept, moment), Median(anew, moment));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{$"token {tokens}",-14}{1e3 * with / Turns,10:F1}{1e3 * without / Turns,12:F1}{without / with,8:F2}"));
        }

        var (one, many) = (Batch * ReplyTokens / Median(single, Moments.Length - 1), Batch * ReplyTokens / Median(batch, Moments.Length - 1));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Batch} conversations: one after the other {one:F0} tokens/s, as one batch {many:F0} tokens/s, ratio {many / one:F2}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"time to the first token of an answer, recomputed over kept"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio: {Median(anew, 0) / Median(kept, 0):F2}"));
        return agreed ? 0 : 1;
    }

    /// <summary>Ten turns of one conversation.</summary>
    private static Answers Converse(BatchDecoder decoder, ChatTokenizer tokenizer, bool keep)
    {
        var random = SeededRandom.For(1, "conversation");
        var (history, seconds, tokens) = (new List<int>(tokenizer.Prefix), new double[Moments.Length], new List<int>());
        decoder.Forget();
        for (var turn = 0; turn < Turns; turn++)
        {
            history.AddRange(Message(random, tokenizer));
            if (!keep)
            {
                decoder.Forget();
            }

            var reply = Generate(decoder, [[.. history]], seconds)[0];
            history.AddRange(reply.Tokens);
            tokens.AddRange(reply.Tokens);
        }

        return new Answers(seconds, tokens);
    }

    /// <summary>The first answer of several conversations, some at a time.</summary>
    private static Answers Continue(BatchDecoder decoder, ChatTokenizer tokenizer, int together)
    {
        var prompts = Enumerable.Range(0, Batch).Select(i => (int[])[.. tokenizer.Prefix, .. Message(SeededRandom.For(i, "prompt"), tokenizer)]);
        var (seconds, tokens) = (new double[Moments.Length], new List<int>());
        foreach (var group in prompts.Chunk(together))
        {
            decoder.Forget();
            tokens.AddRange(Generate(decoder, group, seconds).SelectMany(reply => reply.Tokens));
        }

        return new Answers(seconds, tokens);
    }

    private static Reply[] Generate(BatchDecoder decoder, int[][] prompts, double[] seconds)
    {
        var replies = Array.ConvertAll(prompts, prompt => new Reply(prompt, ReplyTokens, SeededRandom.For(1, "greedy"), []));
        var (watch, steps) = (Stopwatch.StartNew(), 0);
        decoder.Run(replies, new Sampling(Temperature: 0, TopP: 1), () =>
        {
            steps++;
            if (Array.IndexOf(Moments, steps) is >= 0 and var moment)
            {
                seconds[moment] += watch.Elapsed.TotalSeconds;
            }
        }, CancellationToken.None);
        return replies;
    }

    private static int[] Message(SeededRandom random, ChatTokenizer tokenizer)
        => [.. Enumerable.Range(0, 32 + random.Next(17)).Select(_ => tokenizer.EndOfTurn + 1 + random.Next(tokenizer.VocabularySize - tokenizer.EndOfTurn - 1))];

    // The first repetition warms up.
    private static double Median(List<Answers> answers, int moment) => Comparison.Median(answers.Skip(1).Select(each => each.Seconds[moment]));

    /// <param name="Seconds">Time up to each of the <see cref="Moments"/>, added over the answers.</param>
    /// <param name="Tokens">What was generated.</param>
    private sealed record Answers(double[] Seconds, List<int> Tokens);
}
