using Aloe.Samples.Progress;
using Spectre.Console;

namespace Aloe.Samples.EndToEnd.Progress;

/// <summary>Chooses how progress is shown.</summary>
internal static class ProgressDisplay
{
    /// <summary>Live bars on a terminal; plain lines where the output is redirected or cannot be redrawn.</summary>
    public static IProgressDisplay For(TextWriter output, TimeProvider time)
        => output == Console.Out && !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive
            ? new LiveDisplay(AnsiConsole.Console)
            : new PlainDisplay(output, time);
}
