using System.CommandLine;
using Aloe.Samples.CommandLine;

namespace Aloe.Samples.EvaluateAssistant.CommandLine;

/// <summary>Compares results.</summary>
internal sealed class CompareCommand : Command
{
    private readonly Argument<string[]> _folders = new("DIR") { Description = "Folders of results, two or more.", Arity = new ArgumentArity(2, 20) };
    private readonly Option<string> _out = new("--out", "-o") { Description = "Folder for the comparison.", HelpName = "DIR", DefaultValueFactory = _ => "aloe-comparison" };

    public CompareCommand(Func<CompareOptions, CancellationToken, Task<int>> run)
        : base("compare", "Compares the results in two or more folders: differences with intervals and p-values, and the cases that differ most.")
    {
        _out.AllowFolder();
        Arguments.Add(_folders);
        Options.Add(_out);
        SetAction((result, cancellationToken) => run(new CompareOptions(result.GetRequiredValue(_folders), result.GetRequiredValue(_out)), cancellationToken));
    }
}
