using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Aloe.Reporting.Pages;

/// <summary>The parts of self-contained pages, which are resources of this package.</summary>
internal static class Page
{
    /// <summary>A resource, with LF line ends.</summary>
    public static string Part(string name)
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The package lacks its resource {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>Text as HTML.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>The hash by which a page's content security policy lets a style sheet or a script of its own through, and nothing else.</summary>
    public static string Hash(string content) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    /// <summary>What a page must say first when no language model or person took part; empty otherwise.</summary>
    public static string Banner(string participants, string explanation)
        => participants == Participants.Simulated ? $"<div class=\"banner\" role=\"note\"><strong>participants: simulated</strong>{explanation}</div>" : "";
}
