using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Aloe.Reporting.Pages;

/// <summary>The parts of self-contained pages, which are resources of this package.</summary>
internal static partial class Page
{
    /// <summary>A resource, with LF line ends.</summary>
    public static string Part(string name)
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The package lacks its resource {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>Puts values into a text's <c>{{places}}</c>, all at once: what looks like a place inside a value stays as it is.</summary>
    public static string Fill(string text, params (string Place, string Value)[] values)
    {
        var byPlace = values.ToDictionary(value => value.Place, value => value.Value);
        return Place().Replace(text, match => byPlace.GetValueOrDefault(match.Groups[1].Value, match.Value));
    }

    /// <summary>Text as HTML.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>The hash by which a page's content security policy lets a style sheet or a script of its own through, and nothing else.</summary>
    public static string Hash(string content) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    /// <summary>What a page must say first when no language model or person took part; empty otherwise.</summary>
    public static string Banner(string participants, string explanation)
        => participants == Participants.Simulated ? $"<div class=\"banner\" role=\"note\"><strong>participants: simulated</strong>{explanation}</div>" : "";

    [GeneratedRegex(@"\{\{([a-z-]+)\}\}")]
    private static partial Regex Place();
}
