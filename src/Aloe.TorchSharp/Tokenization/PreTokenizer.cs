using System.Text;
using System.Text.Json;

namespace Aloe.Torch;

/// <summary>Cuts a text into the words that merges stay within: the <c>pre_tokenizer</c> of <c>tokenizer.json</c>.</summary>
internal sealed class PreTokenizer
{
    private const char Metaspace = '▁';

    private readonly List<Func<string, TextPlace, IEnumerable<string>>> _rules = [];

    /// <summary>Whether the vocabulary is one of bytes, each written as a character of <see cref="ByteAlphabet"/>.</summary>
    public bool IsByteLevel { get; private set; }

    /// <summary>Whether a space (or what stands for it) is put before texts.</summary>
    public bool PrependsSpace { get; private set; }

    /// <exception cref="FormatException">A step is not supported; the message names it.</exception>
    public static PreTokenizer Parse(JsonElement? json)
    {
        var preTokenizer = new PreTokenizer();
        foreach (var step in json?.Steps("pretokenizers") ?? [])
        {
            preTokenizer.Add(step);
        }

        return preTokenizer;
    }

    /// <summary>The words, in order; those of a byte-level vocabulary in the alphabet of bytes.</summary>
    public IEnumerable<string> Cut(string text, TextPlace place)
    {
        IEnumerable<string> pieces = text.Length == 0 ? [] : [text];
        foreach (var rule in _rules)
        {
            pieces = pieces.SelectMany((piece, index) => rule(piece, index == 0 ? place : TextPlace.AfterToken));
        }

        return pieces;
    }

    private void Add(JsonElement step)
    {
        if (IsByteLevel)
        {
            throw new FormatException("pre_tokenizer: nothing may follow ByteLevel.");
        }

        switch (step.Text("type"))
        {
            case "ByteLevel":
                AddByteLevel(step.Flag("add_prefix_space", missing: true), step.Flag("use_regex", missing: true));
                break;
            case "Split":
                AddSplit(step.Pattern(), step.Text("behavior") ?? "", step.Flag("invert"));
                break;
            case "Digits":
                AddSplit(@"\p{N}", step.Flag("individual_digits") ? "Isolated" : "Contiguous", invert: false);
                break;
            case "Metaspace":
                AddMetaspace(step);
                break;
            case var type:
                throw new FormatException($"pre_tokenizer: {type} is not supported; supported are Sequence, Split, Digits, ByteLevel and Metaspace.");
        }
    }

    private void AddSplit(string pattern, string behavior, bool invert)
    {
        var split = new SplitPattern(pattern, behavior, invert);
        _rules.Add((text, _) => split.Cut(text));
    }

    private void AddByteLevel(bool prefix, bool useRegex)
    {
        IsByteLevel = true;
        if (prefix)
        {
            PrependsSpace = true;
            _rules.Add((text, place) => [text[0] == ' ' || place == TextPlace.Within ? text : " " + text]);
        }

        if (useRegex)
        {
            _rules.Add((text, _) => Gpt2PreTokenizer.Cut(text).Select(piece => text.Substring(piece.Offset, piece.Length)));
        }

        _rules.Add((text, _) => [ByteAlphabet.Encode(Encoding.UTF8.GetBytes(text))]);
    }

    private void AddMetaspace(JsonElement step)
    {
        if (step.Text("replacement") is not "▁")
        {
            throw new FormatException($"pre_tokenizer: Metaspace.replacement must be {Metaspace}.");
        }

        var scheme = step.Text("prepend_scheme") ?? (step.Flag("add_prefix_space", missing: true) ? "always" : "never");
        if (scheme is not ("always" or "first" or "never"))
        {
            throw new FormatException($"pre_tokenizer: Metaspace.prepend_scheme {scheme} is not known.");
        }

        PrependsSpace = scheme != "never";
        _rules.Add((text, place) =>
        {
            var marked = text.Replace(' ', Metaspace);
            return [marked[0] != Metaspace && ((scheme == "always" && place != TextPlace.Within) || (scheme == "first" && place == TextPlace.Beginning)) ? Metaspace + marked : marked];
        });
        if (step.Flag("split", missing: true))
        {
            var split = new SplitPattern("▁", "MergedWithNext");
            _rules.Add((text, _) => split.Cut(text));
        }
    }
}
