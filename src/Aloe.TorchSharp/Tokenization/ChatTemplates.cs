using System.Text.RegularExpressions;

namespace Aloe.Torch;

/// <summary>Tells which chat format a template of Hugging Face's library renders.</summary>
/// <remarks>
/// Templates are recognised, not run. What is looked for is the very expression that writes a message, with its separators, and the one that begins a reply;
/// a template that writes messages in another way, or puts in what is not known here, is not recognised.
/// </remarks>
internal static partial class ChatTemplates
{
    /// <summary>The format; null for a template that is not known.</summary>
    public static ChatFormat? Recognise(string template)
    {
        if (template == ChatFormat.AloeNanoTemplate)
        {
            return ChatFormat.AloeNano;
        }

        // Line breaks within Jinja strings are written in two ways, and so are fields and quotes.
        var text = template.Replace("\\n", "\n", StringComparison.Ordinal).Replace('"', '\'')
            .Replace("message.role", "message['role']", StringComparison.Ordinal).Replace("message.content", "message['content']", StringComparison.Ordinal);
        return ChatMl(text) ?? Llama3(text) ?? Mistral(text) ?? Olmo(text);
    }

    private static ChatFormat? ChatMl(string text)
    {
        if (!ChatMlMessage().IsMatch(text) || !ChatMlReply().IsMatch(text) || IsDated(text))
        {
            return null;
        }

        var prefix = BosOutput().IsMatch(text) ? ChatFormat.BosPlaceholder : "";
        return ChatMlSystem().Matches(text).Select(match => match.Groups[1].Value).Distinct().ToList() switch
        {
            [] => ChatFormat.ChatMl with { Prefix = prefix },
            [var system] => ChatFormat.ChatMl with { Prefix = prefix, Arrange = ChatFormat.DefaultSystem(system) },
            _ => null,
        };
    }

    private static ChatFormat? Llama3(string text)
    {
        if (Llama3Message().Match(text) is not { Success: true } message || !Llama3Reply().IsMatch(text) || !text.Contains("bos_token", StringComparison.Ordinal))
        {
            return null;
        }

        var trims = message.Groups[1].Success;
        var format = ChatFormat.Llama3 with { TrimPrompts = trims, TrimReplies = trims };
        if (!IsDated(text))
        {
            return format;
        }

        // Llama 3.1 and 3.2 always write a system message, which begins with two dates. Where the template would ask the clock for today's we take the fixed one that it has for lack of a clock:
        // what a model is trained on must not depend on the day.
        return KnowledgeDate().Match(text) is { Success: true } knowledge && FixedDate().Match(text) is { Success: true } today
            ? format with { Name = "Llama 3.1", System = $"{format.System}{knowledge.Groups[1].Value}\nToday Date: {today.Groups[1].Value}\n\n", Arrange = ChatFormat.DefaultSystem("") }
            : null;
    }

    private static ChatFormat? Mistral(string text)
        => MistralUser().IsMatch(text) && MistralReply().Match(text) is { Success: true } reply && BosOutput().IsMatch(text)
            ? ChatFormat.Mistral with { TrimReplies = reply.Groups[1].Success }
            : null;

    private static ChatFormat? Olmo(string text)
    {
        if (OlmoUser().Match(text) is not { Success: true } user || OlmoReply().Match(text) is not { Success: true } reply || !OlmoStart().IsMatch(text))
        {
            return null;
        }

        // A line break after the braces is part of what is rendered, and so is one within the string before them.
        var breaks = (Within: user.Groups[1].Length > 0, After: user.Groups[2].Length > 0);
        var replyBreaks = (Within: reply.Groups[1].Length > 0, After: reply.Groups[2].Length > 0);
        return breaks.Within == breaks.After || replyBreaks.Within == replyBreaks.After ? null : ChatFormat.Olmo with
        {
            Prefix = EosOutput().IsMatch(text) ? ChatFormat.EosPlaceholder : BosOutput().IsMatch(text) ? ChatFormat.BosPlaceholder : "",
        };
    }

    private static bool IsDated(string text)
        => text.Contains("strftime_now", StringComparison.Ordinal) || text.Contains("Knowledge Date", StringComparison.Ordinal) || text.Contains("date_string", StringComparison.Ordinal);

    [GeneratedRegex(@"'<\|im_start\|>'\s*\+\s*message\['role'\]\s*\+\s*'\n'\s*\+\s*(?:message\['content'\]|content)\s*\+\s*(?:'<\|im_end\|>'\s*\+\s*'\n'|'<\|im_end\|>\n')")]
    private static partial Regex ChatMlMessage();

    [GeneratedRegex(@"\{\{-?\s*'<\|im_start\|>assistant\n'\s*-?\}\}")]
    private static partial Regex ChatMlReply();

    [GeneratedRegex(@"'<\|im_start\|>system\n([^'<{}]+)<\|im_end\|>\n'")]
    private static partial Regex ChatMlSystem();

    [GeneratedRegex(@"'<\|start_header_id\|>'\s*\+\s*message\['role'\]\s*\+\s*'<\|end_header_id\|>\n\n'\s*\+\s*message\['content'\]\s*(\|\s*trim\s*)?\+\s*'<\|eot_id\|>'")]
    private static partial Regex Llama3Message();

    [GeneratedRegex(@"\{\{-?\s*'<\|start_header_id\|>assistant<\|end_header_id\|>\n\n'\s*-?\}\}")]
    private static partial Regex Llama3Reply();

    [GeneratedRegex(@"'(Cutting Knowledge Date: [^'\n]+)\n'")]
    private static partial Regex KnowledgeDate();

    [GeneratedRegex(@"date_string\s*=\s*'([^'\n]+)'")]
    private static partial Regex FixedDate();

    [GeneratedRegex(@"'\[INST\] '\s*\+\s*message\['content'\]\s*\+\s*'\[/INST\]'")]
    private static partial Regex MistralUser();

    [GeneratedRegex(@"\{\{-?\s*' '\s*\+\s*message\['content'\]\s*(\|\s*trim\s*)?\+\s*eos_token\s*-?\}\}")]
    private static partial Regex MistralReply();

    [GeneratedRegex(@"\{\{-?\s*'<\|user\|>\n'\s*\+\s*message\['content'\]\s*(\+\s*'\n')?\s*\}\}(\n?)")]
    private static partial Regex OlmoUser();

    [GeneratedRegex(@"\{\{-?\s*'<\|assistant\|>\n'\s*\+\s*message\['content'\]\s*\+\s*eos_token\s*(\+\s*'\n')?\s*\}\}(\n?)")]
    private static partial Regex OlmoReply();

    [GeneratedRegex(@"\{\{-?\s*(?:'<\|assistant\|>'\s*\}\}\n|'<\|assistant\|>\n'\s*-?\}\})")]
    private static partial Regex OlmoStart();

    [GeneratedRegex(@"\{\{-?\s*bos_token\b")]
    private static partial Regex BosOutput();

    [GeneratedRegex(@"\{\{-?\s*eos_token\s*-?\}\}")]
    private static partial Regex EosOutput();
}
