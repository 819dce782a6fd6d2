using System.Text.Json;

namespace Aloe.Torch;

/// <summary>What is done to a text before it is cut: the <c>normalizer</c> of <c>tokenizer.json</c>.</summary>
internal sealed class TextNormalizer
{
    private readonly List<Func<string, TextPlace, string>> _steps = [];

    /// <summary>Whether a space (or what stands for it) is put before texts.</summary>
    public bool PrependsSpace { get; private set; }

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => _steps.Count == 0;

    /// <exception cref="FormatException">A step is not supported; the message names it.</exception>
    public static TextNormalizer Parse(JsonElement? json)
    {
        var normalizer = new TextNormalizer();
        foreach (var step in json?.Steps("normalizers") ?? [])
        {
            normalizer.Add(step);
        }

        return normalizer;
    }

    public string Apply(string text, TextPlace place)
    {
        foreach (var step in _steps)
        {
            text = step(text, place);
        }

        return text;
    }

    private void Add(JsonElement step)
    {
        switch (step.Text("type"))
        {
            case "NFC":
                _steps.Add((text, _) => CanonicalComposition.Normalize(text));
                break;
            case "Prepend":
                var added = step.GetProperty("prepend").GetString()!;
                PrependsSpace = added.Length > 0;
                _steps.Add((text, place) => text.Length == 0 || place == TextPlace.Within ? text : added + text);
                break;
            case "Replace" when step.GetProperty("pattern").Text("String") is { Length: > 0 } old:
                var replacement = step.GetProperty("content").GetString()!;
                _steps.Add((text, _) => text.Replace(old, replacement, StringComparison.Ordinal));
                break;
            case var type:
                throw new FormatException($"normalizer: {type} is not supported; supported are NFC, Prepend, and Replace of a text.");
        }
    }
}
