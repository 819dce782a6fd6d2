using System.Diagnostics;
using System.IO.Pipes;
using Microsoft.Extensions.AI;

namespace Aloe.Middleware.Tests.Caching;

/// <summary>Many tasks, several processes, and processes that are killed. The process is this test program, told to run nothing but <see cref="Write_in_a_process_of_its_own"/>.</summary>
public sealed class CacheConcurrencyTests : IDisposable
{
    private const string FileVariable = "ALOE_TEST_CACHE_FILE";
    private const string PipeVariable = "ALOE_TEST_CACHE_PIPE";
    private const string RangeVariable = "ALOE_TEST_CACHE_RANGE";

    private readonly CacheFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Requests_alike_that_are_under_way_together_are_asked_once()
    {
        var open = new TaskCompletionSource();
        var provider = new AnsweringChatClient(async call =>
        {
            await open.Task;
            return AnsweringChatClient.Reply($"answer {call}");
        });
        await using var cache = new DiskCache(_folder.Cache, new DiskCacheOptions { WriteQueue = 1 });
        var client = new DiskCacheChatClient(provider, cache);
        var tasks = Enumerable.Range(0, 64).Select(i => client.GetResponseAsync($"{i % 8}")).ToList();
        open.SetResult();
        var answers = await Task.WhenAll(tasks);

        Assert.Equal(8, provider.Calls);
        Assert.Equal((56, 8, 8), (cache.Statistics.Hits, cache.Statistics.Misses, cache.Statistics.Stored));
        Assert.All(Enumerable.Range(0, 64), i => Assert.Equal(answers[i % 8].Text, answers[i].Text));
    }

    [Fact]
    public async Task A_failure_lets_the_next_in_line_ask_and_a_cancelled_one_leaves_the_line()
    {
        var open = new TaskCompletionSource();
        var provider = new AnsweringChatClient(async call =>
        {
            await open.Task;
            return call == 1 ? throw new HttpRequestException("down") : AnsweringChatClient.Reply($"answer {call}");
        });
        await using var cache = new DiskCache(_folder.Cache);
        var client = new DiskCacheChatClient(provider, cache);
        using var cancel = new CancellationTokenSource();
        var first = client.GetResponseAsync("Hi");
        var cancelled = client.GetResponseAsync("Hi", cancellationToken: cancel.Token);
        var third = client.GetResponseAsync("Hi");
        await cancel.CancelAsync();
        open.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await Assert.ThrowsAsync<HttpRequestException>(() => first);
        Assert.Equal("answer 2", (await third).Text);
    }

    [Fact]
    public async Task Sixty_four_tasks_over_two_connections_write_and_read_everything()
    {
        var provider = new AnsweringChatClient(call => AnsweringChatClient.Reply("yes"));
        await using var one = new DiskCache(_folder.Cache);
        await using var two = new DiskCache(_folder.Cache);
        IChatClient[] clients = [new DiskCacheChatClient(provider, one), new DiskCacheChatClient(provider, two)];
        await Task.WhenAll(Enumerable.Range(0, 64).Select(task => Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                await clients[(task + i) % 2].GetResponseAsync($"{task} {i}");
            }
        })));

        Assert.Equal(64 * 20, _folder.Sql("SELECT count(*) FROM entry"));
        await clients[0].GetResponseAsync("63 0");
        Assert.Equal(64 * 20, provider.Calls);
    }

    [Fact]
    public async Task Three_processes_share_a_file_and_two_of_them_are_killed()
    {
        await Task.WhenAll(KillAfterAsync(20), KillAfterAsync(40));
        var answered = new List<int>();
        await foreach (var number in ChildAsync("0 60", int.MaxValue))
        {
            answered.Add(number);
        }

        Assert.Equal(60, answered.Count);
        await AssertKeptAsync(answered);
    }

    /// <summary>What the processes do: ask for numbers in order, and say so after each answer.</summary>
    [Fact(Explicit = true)]
    public async Task Write_in_a_process_of_its_own()
    {
        var range = Environment.GetEnvironmentVariable(RangeVariable)!.Split(' ').Select(int.Parse).ToArray();
        await using var pipe = new NamedPipeClientStream(".", Environment.GetEnvironmentVariable(PipeVariable)!, PipeDirection.Out);
        await pipe.ConnectAsync();
        await using var said = new StreamWriter(pipe) { AutoFlush = true };
        await using var cache = new DiskCache(Environment.GetEnvironmentVariable(FileVariable)!);
        for (var i = range[0]; i < range[1]; i++)
        {
            var answer = AnsweringChatClient.Reply($"the answer to {i}");
            await new DiskCacheChatClient(new AnsweringChatClient(_ => answer), cache).GetResponseAsync($"{i}");
            await said.WriteLineAsync($"{i}");
        }
    }

    /// <summary>Every answer that a process reported is in the file once it has been killed.</summary>
    private async Task KillAfterAsync(int answers)
    {
        var answered = new List<int>();
        await foreach (var number in ChildAsync("0 1000000", answers))
        {
            answered.Add(number);
        }

        Assert.True(answered.Count >= answers);
        await AssertKeptAsync(answered);
    }

    private async Task AssertKeptAsync(IEnumerable<int> answered)
    {
        var provider = new AnsweringChatClient();
        await using var cache = new DiskCache(_folder.Cache);
        var client = new DiskCacheChatClient(provider, cache);
        foreach (var number in answered)
        {
            Assert.Equal($"the answer to {number}", (await client.GetResponseAsync($"{number}")).Text);
        }

        Assert.Equal(0, provider.Calls);
    }

    /// <summary>What a child says, which is killed after some answers; what it said before it died is read to the end.</summary>
    private async IAsyncEnumerable<int> ChildAsync(string range, int killAfter)
    {
        var name = $"aloe-test-{Guid.NewGuid():N}";
        await using var pipe = new NamedPipeServerStream(name, PipeDirection.In, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
        var method = $"*.{nameof(CacheConcurrencyTests)}.{nameof(Write_in_a_process_of_its_own)}";
        var start = new ProcessStartInfo("dotnet", [typeof(CacheConcurrencyTests).Assembly.Location, "-method", method, "-explicit", "only"]) { RedirectStandardOutput = true };
        start.Environment[FileVariable] = _folder.Cache;
        start.Environment[RangeVariable] = range;
        start.Environment[PipeVariable] = name;
        using var child = Process.Start(start)!;
        child.BeginOutputReadLine();
        await pipe.WaitForConnectionAsync();
        using var said = new StreamReader(pipe);
        for (var lines = 1; await said.ReadLineAsync() is { } line; lines++)
        {
            if (lines == killAfter)
            {
                child.Kill();
            }

            // The last line may have been cut off by the kill, and end the stream without a line feed.
            if (lines <= killAfter)
            {
                yield return int.Parse(line);
            }
        }

        await child.WaitForExitAsync();
        Assert.Equal(killAfter == int.MaxValue, child.ExitCode == 0);
    }
}
