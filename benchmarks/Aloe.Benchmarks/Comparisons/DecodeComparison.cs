using System.Diagnostics;
using System.Globalization;
using Aloe.Randomness;
using Aloe.Torch;
using static TorchSharp.torch;

namespace Aloe.Benchmarks.Comparisons;

/// <summary><c>compare decode</c>: a conversation of ten turns whose keys and values are kept against ones that compute them anew, and 16 conversations at once against one after the other.</summary>
internal static class DecodeComparison
{
    private const int Turns = 10;
    private const int ReplyTokens = 40;
    private const int Batch = 16;
    private const int Repetitions = 4;

    /// <returns>Exit code: 1 where the ways give different tokens.</returns>
    public static int Run(IReadOnlyList<BenchmarkModel> models, bool quick)
    {
        TorchRuntime.EnsureLoaded();
        var tokenizer = ChatTokenizer.Load(Path.Combine(AppContext.BaseDirectory, "tokenizer"));
        var repetitions = quick ? 1 : Repetitions;
        Console.WriteLine($"{get_num_threads()} threads, greedy; the best of {repetitions} interleaved repetitions of every step, after one to warm up");
        var (agreed, ratio) = (true, double.NaN);
        foreach (var each in models)
        {
            using var model = DecoderModel.Create(each.Config, seed: 1, CPU, ScalarType.Float32);
            using var decoder = new BatchDecoder(model, tokenizer);
            Console.WriteLine();
            Console.WriteLine($"{each.Name}: {Turns} turns, 32 to 48 tokens a user message, {ReplyTokens} a reply; ms a turn. The whole history is computed again:");
            agreed &= CompareTurns(decoder, tokenizer, repetitions, alsoEachToken: each == models[0], out ratio) & CompareBatch(decoder, tokenizer, repetitions);
        }

        Console.WriteLine($"tokens {(agreed ? "equal" : "DIFFERENT")}; last line: {models[^1].Name}, time to the first token over {Turns} turns, dropped each turn over kept");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio: {ratio:F2}"));
        return agreed ? 0 : 1;
    }

    private static bool CompareTurns(BatchDecoder decoder, ChatTokenizer tokenizer, int repetitions, bool alsoEachToken, out double ratio)
    {
        var (kept, dropped, none) = (new Times(), new Times(), new Times());
        var agreed = true;
        for (var repetition = 0; repetition <= repetitions; repetition++)
        {
            var tokens = Converse(decoder, tokenizer, CacheUse.Kept, kept);
            agreed &= tokens.SequenceEqual(Converse(decoder, tokenizer, CacheUse.DroppedEachTurn, dropped));
            if (alsoEachToken && repetition == Math.Min(1, repetitions))
            {
                agreed &= tokens.SequenceEqual(Converse(decoder, tokenizer, CacheUse.DroppedEachToken, none)); // Once: it takes as long as all the others together.
            }
        }

        Console.WriteLine($"{"until token",-14}{"never (kept)",16}{"each turn",16}{"ratio",8}{(alsoEachToken ? $"{"each token, once",18}{"ratio",8}" : "")}");
        foreach (var count in (int[])[1, 8, ReplyTokens])
        {
            var (a, b) = (kept.Until(count, Turns), dropped.Until(count, Turns));
            var c = alsoEachToken ? none.Until(count, Turns) : 0;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count,-14}{a / Turns,16:F1}{b / Turns,16:F1}{b / a,8:F2}")
                + (alsoEachToken ? string.Create(CultureInfo.InvariantCulture, $"{c / Turns,18:F1}{c / a,8:F2}") : ""));
        }

        ratio = dropped.Until(1, Turns) / kept.Until(1, Turns);
        return agreed;
    }

    private static bool CompareBatch(BatchDecoder decoder, ChatTokenizer tokenizer, int repetitions)
    {
        var (single, batch) = (new Times(), new Times());
        var agreed = true;
        for (var repetition = 0; repetition <= repetitions; repetition++)
        {
            agreed &= Answer(decoder, tokenizer, together: 1, single).SequenceEqual(Answer(decoder, tokenizer, Batch, batch));
        }

        Console.WriteLine($"{Batch} conversations, {ReplyTokens} tokens each; tokens/s");
        Console.WriteLine($"{"",-24}{"one by one",12}{$"batch of {Batch}",14}{"ratio",8}");
        Print("decoding", Batch * (ReplyTokens - 1), single.Until(ReplyTokens, Batch) - single.Until(1, Batch), batch.Until(ReplyTokens, 1) - batch.Until(1, 1));
        Print("with reading prompts", Batch * ReplyTokens, single.Until(ReplyTokens, Batch), batch.Until(ReplyTokens, 1));
        return agreed;

        static void Print(string what, int tokens, double alone, double together)
            => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-24}{1e3 * tokens / alone,12:F0}{1e3 * tokens / together,14:F0}{alone / together,8:F2}"));
    }

    /// <summary>Ten turns of one conversation.</summary>
    private static List<int> Converse(BatchDecoder decoder, ChatTokenizer tokenizer, CacheUse use, Times times)
    {
        var random = SeededRandom.For(1, "conversation");
        var (history, tokens) = (new List<int>(tokenizer.Prefix), new List<int>());
        decoder.Forget();
        for (var turn = 0; turn < Turns; turn++)
        {
            history.AddRange(Message(random, tokenizer));
            if (use == CacheUse.DroppedEachToken)
            {
                for (var token = 0; token < ReplyTokens; token++)
                {
                    decoder.Forget();
                    var next = Generate(decoder, [[.. history]], 1, (_, ms) => times.Add(turn, token, ms))[0];
                    history.AddRange(next.Tokens);
                    tokens.AddRange(next.Tokens);
                }

                continue;
            }

            if (use == CacheUse.DroppedEachTurn)
            {
                decoder.Forget();
            }

            var reply = Generate(decoder, [[.. history]], ReplyTokens, (token, ms) => times.Add(turn, token, ms))[0];
            history.AddRange(reply.Tokens);
            tokens.AddRange(reply.Tokens);
        }

        return tokens;
    }

    /// <summary>The first answer of several conversations, some at a time.</summary>
    private static List<int> Answer(BatchDecoder decoder, ChatTokenizer tokenizer, int together, Times times)
    {
        var prompts = Enumerable.Range(0, Batch).Select(i => (int[])[.. tokenizer.Prefix, .. Message(SeededRandom.For(i, "prompt"), tokenizer)]);
        var tokens = new List<int>();
        foreach (var (index, group) in prompts.Chunk(together).Index())
        {
            decoder.Forget();
            tokens.AddRange(Generate(decoder, group, ReplyTokens, (token, ms) => times.Add(index, token, ms)).SelectMany(reply => reply.Tokens));
        }

        return tokens;
    }

    private static Torch.Reply[] Generate(BatchDecoder decoder, int[][] prompts, int count, Action<int, double> onToken)
    {
        var replies = Array.ConvertAll(prompts, prompt => new Torch.Reply(prompt, count, SeededRandom.For(1, "greedy"), []));
        var (start, token) = (Stopwatch.GetTimestamp(), 0);
        decoder.Run(replies, new Sampling(Temperature: 0, TopP: 1), () =>
        {
            onToken(token++, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            start = Stopwatch.GetTimestamp();
        }, CancellationToken.None);
        return replies;
    }

    private static int[] Message(SeededRandom random, ChatTokenizer tokenizer)
        => [.. Enumerable.Range(0, 32 + random.Next(17)).Select(_ => tokenizer.EndOfTurn + 1 + random.Next(tokenizer.VocabularySize - tokenizer.EndOfTurn - 1))];

    /// <summary>When keys and values are thrown away.</summary>
    private enum CacheUse
    {
        Kept,
        DroppedEachTurn,
        DroppedEachToken,
    }

    /// <summary>The shortest time of each token of each answer, in ms: what the work takes where nothing else disturbs it.</summary>
    private sealed class Times
    {
        private readonly Dictionary<(int Answer, int Token), double> _best = [];

        public void Add(int answer, int token, double milliseconds)
            => _best[(answer, token)] = Math.Min(milliseconds, _best.GetValueOrDefault((answer, token), double.PositiveInfinity));

        /// <summary>Time up to a token, added over the answers.</summary>
        public double Until(int tokens, int answers)
            => Enumerable.Range(0, answers).Sum(answer => Enumerable.Range(0, tokens).Sum(token => _best[(answer, token)]));
    }
}
