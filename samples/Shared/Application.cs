using System.CommandLine;
using Aloe.Samples.Providers;

namespace Aloe.Samples;

/// <summary>Reads the command line, runs, and turns what goes wrong into one line and an exit code.</summary>
/// <param name="command">The command, with its options and further commands.</param>
/// <param name="output">Where help goes.</param>
/// <param name="error">Where the one line goes.</param>
/// <remarks>Exit codes: 0 success, 1 failure, 2 bad usage, 130 interrupted.</remarks>
internal sealed class Application(RootCommand command, TextWriter output, TextWriter error)
{
    public async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var parsed = command.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            return Fail(2, parsed.Errors[0].Message);
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false }).ConfigureAwait(false);
        }
        catch (UsageException bad)
        {
            return Fail(2, bad.Message);
        }
        catch (OperationCanceledException)
        {
            return Fail(130, "Interrupted. The same command continues where it stopped.");
        }
        catch (Exception failure)
        {
            return Fail(1, $"{failure.GetType().Name}: {failure.Message} The same command continues where it stopped.");
        }
    }

    private int Fail(int code, string message)
    {
        error.WriteLine(ApiKey.Scrub(message).ReplaceLineEndings(" "));
        return code;
    }
}
