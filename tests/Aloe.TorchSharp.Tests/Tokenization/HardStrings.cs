using System.Text;

namespace Aloe.Torch.Tests;

/// <summary>Texts on which tokenizers disagree when they are not the same, and texts to learn vocabularies from.</summary>
internal static class HardStrings
{
    public static readonly string[] Corpus =
    [
        "hello world, hello there! it's 2024 and we're 42 years old, aren't we? I'd say they've won; he'll see.",
        "Füße größer über Straße, Ελληνικά γλώσσα, русский язык, 你好世界 你好, こんにちは, 안녕하세요, שלום, مرحبا بالعالم",
        "  two  spaces\tand\ttabs\n\nand lines\r\n   end   ", "😀😀 🎉 👩‍👩‍👧‍👦 e\u0301 é \u00a0nbsp\u3000wide", "<|end|> <|user|> |><| end end end user user",
        "𝒜𝒷𝒸 𝟘𝟙𝟚 Ⅷ ½ ² ٣٤ 1,000.50 a1b2c3", "don't DON'T 'tis 'S 's 'll 'LL '''s", "x\n\ny\n\nz   a    b  c    d", "the story of the lazy dog and the quick brown fox; the end of the story.",
        "user system assistant\n\nassistant\nuser\nsystem\n Cutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\nYou are Qwen, a helpful assistant.",
    ];

    /// <summary>More than 200 texts; none holds the name of a special token of the test tokenizers.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Corpus.Select(text => text.Replace("<|", "< |", StringComparison.Ordinal)),
        "", "a", " ", "  ", "   ", "\n", "\n\n", "\n\n\n", " \n ", "\r", "\r\n", "\r\n\r\n", "\n\r", "\t", "\t\t x", "\t\n\t\n x", "x  y   z", "x \n y", " \n\n x", "x \n\n", "   lead", "trail   ", "a  ", "  a", "\v\f x",
        "\0", "a\0b", "\0\0\0", "\u0001\u007f\u0080\u0085x\u2028y\u2029z", "\u001b[31mred\u001b[0m", "'", "' s", "x's's", "'s", "'ſ", "'S", "x'LLy", "'Ve'rE", "’s", "\"''\"",
        "\u00ad\u200b\u200d\ufeff", "𝒜", "a𝒜b 𝟘1", "𝟘𝟙𝟚𝟛𝟜", "𐐀𐐨", "𐍈𐌰", "🇩🇪🏳️‍🌈", "👩🏽‍🚀👨‍👩‍👧", "1️⃣#️⃣", "🫠🫥", "\ufffd\uffff\U0010ffff", "\ufdd0\ufffe", "\ue000\U000f0000", "\u180e x\u1680y\u205fz", "\u2003\u2003x",
        "100%$€£¥", "ſ ŉ ǆ İ ı", "K Å Ω", "\u0e33\u0f71", "สวัสดีครับ", "नमस्ते दुनिया", "ক্ষ", "မြန်မာ", "ქართული", "Հայերեն", "日本語テキスト１２３", "ｶﾞｷﾞ", "ﬁ ﬂ Ω Å", "が か\u3099", "각 \u1100\u1161\u11a8", "가\u11a8",
        "e\u0301", "é", "a\u0323\u0307", "a\u0307\u0323", "\u1e69 s\u0323\u0307 \u1e61\u0323", "\u0344 \u0340 \u0341", "\u0958 \u0915\u093c", "\u2126\u212b", "q\u0307\u0323x", "\u0301alone", "\u1e9b\u0323", "\U0001d15e", "\u05d9\u05b4", "\u05e9\u05c1\u05bc",
        "שלום עולם", "مرحبا بالعالم ١٢٣", "\u202eabc\u202c", "ف\u0651\u064e", "ﷺ", "½ ¼ ² ³", "Ⅷ ⅷ", "①②③", "٣٤٥ ۱۲۳ १२३", "3.14 1,000 1e-9 0x1F", "1234567890", "12 345 6789", "a1b2c3", "1st 2nd", "12:34:56",
        "_under_score", "a-b–c—d", "http://x.y/z?q=1&r=2", "me@example.org", "#tag @you", "C:\\dir\\file", "if (a<b && c>d) { return; }", "\tdef f(x):\n\t\treturn x\n", "    indent\n        more", "{\"k\": [1, 2]}", "<a href='x'>y</a>", "$\\frac{1}{2}$",
        "|| && !! ?? ...", "…", "----", "====", "~~~~~~", "!?!?", "(((", ")))", "a...b", "....", "\\n", "\\u0041", "%20", "&amp;", "&#x20;",
        "▁", "▁▁", "▁a", "a▁b", " ▁ ", "Ġ", "Ċ", "<0x41>", "<0x0A>", "<unk", "[INST", "</", "<s", "|>", "[/ INST]",
        "ÿþ", "Ã©", "â€™", "\u00a0", "\u00a0\u00a0x", "\u200bzero", "word\u2060joiner", "x\u0300\u0301\u0302\u0303\u0304y", "Z͑ͫ̓ͪ̂ͫ̽a", "ا\u0640\u0640ب",
        "HELLO", "hElLo WoRlD", "helloworld", "hello  world", "hello\nworld", "hello, world!", "Hello World ", " Hello", "the the the", "ab", "abc", "zzzz", "aaaaaaaaaaaaaaaa", "xyzzy xyzzy 12345 1a2b3c4",
        new string('a', 500), new string(' ', 100), new string('\n', 50), new string('9', 77), new string('é', 90), string.Concat(Enumerable.Repeat("ha ", 200)), string.Concat(Enumerable.Repeat("😀", 60)), string.Concat(Enumerable.Repeat("a ", 100)) + "\n",
        "\ud800", "x\udc00y", "\udc00\ud800", "tail\ud83d",
        .. Planes(), .. Mixtures(),
    ];

    /// <summary>A text as the reference library can take it: it knows no halves of surrogate pairs.</summary>
    public static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static IEnumerable<string> Planes()
        => new[] { 0xC0, 0x250, 0x370, 0x400, 0x531, 0x5D0, 0x621, 0x905, 0xE01, 0x10A0, 0x1E00, 0x1F00, 0x2100, 0x2190, 0x2200, 0x2460, 0x3041, 0x4E00, 0xAC00, 0xF900, 0xFB00, 0xFF01, 0x10000, 0x10330, 0x10400, 0x12000, 0x1D400, 0x1D7CE, 0x1F300, 0x1F600, 0x20000, 0x2F800 }
            .Select(start => string.Concat(Enumerable.Range(start, 24).Where(code => System.Globalization.CharUnicodeInfo.GetUnicodeCategory(code) != System.Globalization.UnicodeCategory.OtherNotAssigned).Select(char.ConvertFromUtf32)));

    private static IEnumerable<string> Mixtures()
    {
        string[] parts = ["a", "B", " ", "  ", "\n", "\r\n", "\t", "1", "23", "½", "'s", "'", "é", "e\u0301", "ß", "你", "😀", "𝒜", "𝟘", "\u0301", "\0", ".", "!!", "_", "▁", "ſ", "\u00a0", "\u200d", "hello", " world", "ב", "٣"];
        var random = new Random(17);
        return Enumerable.Range(0, 120).Select(_ => string.Concat(Enumerable.Range(0, random.Next(2, 14)).Select(_ => parts[random.Next(parts.Length)])));
    }
}
