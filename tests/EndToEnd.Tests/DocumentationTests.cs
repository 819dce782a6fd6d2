using System.CommandLine;
using System.Text.RegularExpressions;
using Aloe.Samples.EndToEnd.CommandLine;

namespace Aloe.Samples.EndToEnd.Tests;

public sealed partial class DocumentationTests
{
    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    [Fact]
    public void Every_option_is_in_the_reference()
    {
        var reference = File.ReadAllText(Path.Combine(Root, "docs", "reference", "end-to-end.md"));
        var command = new RunCommand((_, _) => Task.FromResult(0));
        Assert.All(command.Options.Where(static option => option is not VersionOption and not System.CommandLine.Help.HelpOption), option => Assert.Contains($"`{option.Name}", reference));
    }

    [Fact]
    public void Links_lead_somewhere()
    {
        var pages = Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(Root, "README.md")).Append(Path.Combine(Root, "CONTRIBUTING.md"));
        foreach (var page in pages)
        {
            foreach (Match link in Link().Matches(File.ReadAllText(page)))
            {
                var target = Path.Combine(Path.GetDirectoryName(page)!, link.Groups[1].Value);
                Assert.True(File.Exists(target), $"{page} links to {target}, which is not there.");
            }
        }
    }

    private static string FindRoot(string folder)
        => File.Exists(Path.Combine(folder, "Aloe.Sdk.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside of the repository."));

    [GeneratedRegex(@"\]\((?!https?:|#)([^)#]+)")]
    private static partial Regex Link();
}
