using System.Diagnostics;
using System.Reflection;
using Aloe.Conversations;
using Aloe.Core.Tests.Doubles;
using Aloe.Randomness;
using Aloe.Runs;
using Microsoft.Extensions.AI;

namespace Aloe.Core.Tests.Runs;

/// <summary>A run in a process of its own: this test program, told to run nothing but <see cref="Run_in_a_process_of_its_own"/>.</summary>
public sealed class RunProcess
{
    /// <summary>Exit code of a process in which a test failed; that of a killed one is another.</summary>
    public const int TestFailed = 1;

    /// <summary>Calls that a dying process still answers, so that none gets to the end of the run first.</summary>
    private const int LastCalls = 50;

    private const string FolderVariable = "ALOE_TEST_RUN_FOLDER";
    private const string DeathVariable = "ALOE_TEST_RUN_DEATH";

    public static IReadOnlyList<TreeRequest> Requests => ScriptedRoles.Requests(240);

    public static Task<TreeRunProgress> BuildAsync(string folder, AloeRoles roles, int concurrency)
        => new TreeRun(each => new ConversationTreeBuilder(each), roles, Path.Combine(folder, "trees.jsonl"))
            .BuildAsync(Requests, new() { Turns = 3, Seed = 9, Concurrency = concurrency });

    /// <summary>Starts a run in a process of its own.</summary>
    /// <param name="folder">Folder of the run.</param>
    /// <param name="death">The answer after which the process kills itself as by <c>kill -9</c>; 0 for none.</param>
    /// <param name="shell">Shell commands before the run, such as a limit on the length of files; null for none.</param>
    /// <returns>Exit code and output.</returns>
    public static async Task<(int Code, string Output)> RunAsync(string folder, int death, string? shell = null)
    {
        string[] program = ["dotnet", Assembly.GetExecutingAssembly().Location, "-method", $"*.{nameof(RunProcess)}.{nameof(Run_in_a_process_of_its_own)}", "-explicit", "only"];
        var start = shell is null
            ? new ProcessStartInfo(program[0], program[1..])
            : new ProcessStartInfo("sh", ["-c", $"{shell}; exec \"$@\"", "sh", .. program]);
        start.RedirectStandardOutput = true;
        start.UseShellExecute = false;
        start.Environment[FolderVariable] = folder;
        start.Environment[DeathVariable] = $"{death}";

        // The runtime's own files are subject to a limit on lengths too.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        using var child = Process.Start(start)!;
        var output = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (child.ExitCode, output);
    }

    /// <summary>What the processes do. Each call leaves a byte in the file <c>asked</c>.</summary>
    [Fact(Explicit = true)]
    public async Task Run_in_a_process_of_its_own()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable)!;
        var left = int.Parse(Environment.GetEnvironmentVariable(DeathVariable)!);
        using var asked = new FileStream(Path.Combine(folder, "asked"), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var wait = SeededRandom.For(left, "wait").Next(20_000);
        var isDying = left > 0;
        IChatClient Counted(IChatClient client) => new CountingChatClient(client, async () =>
        {
            lock (asked)
            {
                asked.WriteByte(1);
            }

            var now = Interlocked.Decrement(ref left);
            if (isDying && now < -LastCalls)
            {
                await new TaskCompletionSource().Task;
            }

            if (isDying && now == 0)
            {
                // From a thread beside the run, so that it is at any point when it dies.
                new Thread(() =>
                {
                    Thread.SpinWait(wait);
                    Process.GetCurrentProcess().Kill();
                }).Start();
            }
        });
        var script = new ScriptedRoles().Roles;
        var roles = new AloeRoles
        {
            User = Counted(script.User),
            Inducer = Counted(script.Inducer),
            Preferred = Counted(script.Preferred),
            Rejected = Counted(script.Rejected),
            Judge = Counted(script.Judge),
        };
        await BuildAsync(folder, roles, KillTests.Concurrency);
    }

    private sealed class CountingChatClient(IChatClient inner, Func<Task> asked) : DelegatingChatClient(inner)
    {
        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            await asked();
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }
    }
}
