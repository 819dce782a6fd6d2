using Aloe.Randomness;
using Microsoft.Extensions.AI;

namespace Aloe.Benchmarks.Comparisons.Generation;

/// <summary>A participant that takes 50 to 500 ms to answer, log-normally distributed; how long depends on the call's seed alone.</summary>
/// <param name="inner">Who answers.</param>
/// <param name="role">Its role.</param>
/// <param name="log">Told every latency.</param>
/// <param name="time">What is waited by.</param>
internal sealed class SlowChatClient(IChatClient inner, string role, LatencyLog log, TimeProvider time) : DelegatingChatClient(inner)
{
    private const double Shortest = 0.05;
    private const double Longest = 0.5;

    // The bounds lie two standard deviations from the median, 158 ms.
    private static readonly double Mean = Math.Log(Math.Sqrt(Shortest * Longest));
    private static readonly double Deviation = Math.Log(Longest / Shortest) / 4;

    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var conversation = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var latency = Latency(SeededRandom.For(options!.Seed!.Value, role, "latency"));
        if (role is "preferred" or "rejected")
        {
            log.AddOfTwo(string.Join('\n', conversation.Skip(1).Select(message => message.Text)), latency);
        }
        else
        {
            log.Add(latency);
        }

        await Task.Delay(TimeSpan.FromSeconds(latency), time, cancellationToken).ConfigureAwait(false);
        return await base.GetResponseAsync(conversation, options, cancellationToken).ConfigureAwait(false);
    }

    private static double Latency(SeededRandom random)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return Math.Clamp(Math.Exp(Mean + (Deviation * normal)), Shortest, Longest);
    }
}
