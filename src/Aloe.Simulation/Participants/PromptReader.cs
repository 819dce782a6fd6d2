using System.Globalization;

namespace Aloe.Simulation.Participants;

/// <summary>Reads the tagged blocks of the prompts of <see cref="Prompts.PromptSet"/>.</summary>
internal static class PromptReader
{
    /// <summary>The text between a tag and its end; null where the prompt has no such block.</summary>
    public static string? Block(string prompt, string tag)
    {
        var open = $"<{tag}>\n";
        var start = prompt.IndexOf(open, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        start += open.Length;
        var end = prompt.IndexOf($"\n</{tag}>", start - 1, StringComparison.Ordinal);
        return end < start ? "" : prompt[start..end];
    }

    /// <summary>As <see cref="Block"/>, for a block that the task cannot do without.</summary>
    /// <exception cref="InvalidOperationException">The prompt has no such block.</exception>
    public static string Required(string prompt, string tag)
        => Block(prompt, tag) ?? throw new InvalidOperationException($"A simulated participant needs a <{tag}> block in its prompt; keep the tags when you replace prompts.");

    /// <summary>The facts and traits of a block that <see cref="Prompts.PromptSet.Known(RevealedPersona)"/> made.</summary>
    public static (List<string> Facts, List<string> Traits) Known(string block)
    {
        var lines = block.Split('\n');
        return ([.. After(lines, "fact: ")], [.. After(lines, "trait: ")]);
    }

    /// <summary>The lines of a numbered list by their numbers; what is no such line is left out.</summary>
    public static List<(int Number, string Text)> Numbered(string block)
    {
        var lines = new List<(int, string)>();
        foreach (var line in block.Split('\n'))
        {
            if (line.Split(". ", 2) is [var number, var text] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                lines.Add((value, text));
            }
        }

        return lines;
    }

    /// <summary>The lines of a transcript, by speaker.</summary>
    public static (List<string> User, List<string> Assistant) Transcript(string conversation)
    {
        var lines = conversation.Split('\n');
        return ([.. After(lines, "user: ")], [.. After(lines, "assistant: ")]);
    }

    private static IEnumerable<string> After(string[] lines, string prefix)
        => lines.Where(line => line.StartsWith(prefix, StringComparison.Ordinal)).Select(line => line[prefix.Length..]);
}
