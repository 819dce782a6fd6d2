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

    /// <summary>The lines of a transcript, by speaker.</summary>
    public static (List<string> User, List<string> Assistant) Transcript(string conversation)
    {
        var user = new List<string>();
        var assistant = new List<string>();
        foreach (var line in conversation.Split('\n'))
        {
            if (line.StartsWith("user: ", StringComparison.Ordinal))
            {
                user.Add(line["user: ".Length..]);
            }
            else if (line.StartsWith("assistant: ", StringComparison.Ordinal))
            {
                assistant.Add(line["assistant: ".Length..]);
            }
        }

        return (user, assistant);
    }
}
