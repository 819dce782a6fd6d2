using System.Text;
using System.Text.Json.Nodes;

namespace Aloe.Torch.Tests;

/// <summary>Damaged and malicious files: each loads, or gives an error that names it.</summary>
public sealed class HostileTokenizerTests : IDisposable
{
    private static readonly string[] Values = ["null", "true", "-1", "0", "2147483647", "2147483648", "1e308", "\"\"", "\"x\"", "\"\\u0000\"", "[]", "{}", "[[]]", "[\"a\",\"b\"]", "{\"content\":\"<|end|>\"}", "\"(\"", "{\"type\":\"Sequence\"}", "{\"Regex\":\"(a+)+$\"}"];

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public void Mutated_files_load_or_are_refused_by_name(bool sentencePiece, int seed)
    {
        if (sentencePiece)
        {
            TestTokenizers.SentencePiece(_folder, TestTokenizers.LegacyNormalizer, """{"type":"Metaspace","replacement":"▁","prepend_scheme":"first","split":true}""", special: ["[INST]", "[/INST]"], plain: ["  "]);
            TestTokenizers.Rewrite(_folder, "tokenizer_config.json", json => json["chat_template"] = """{{ bos_token }}{{ '[INST] ' + message['content'] + '[/INST]' }}{{ ' ' + message['content'] + eos_token }}""");
        }
        else
        {
            TestTokenizers.ByteLevel(_folder, TestTokenizers.Llama3, """{"type":"NFC"}""", plain: ["  "]);
        }

        ChatTokenizer.Load(_folder.Path);
        var random = new Random(seed);
        var outcomes = new int[2];
        foreach (var name in new[] { "tokenizer.json", "tokenizer_config.json" })
        {
            var original = File.ReadAllBytes(_folder[name]);
            for (var i = 0; i < 100; i++)
            {
                File.WriteAllBytes(_folder[name], i % 2 == 0 ? Bytes(original, random) : Tree(original, random));
                outcomes[Loads() ? 1 : 0]++;
            }

            File.WriteAllBytes(_folder[name], original);
        }

        Assert.True(outcomes.Min() > 10, $"{outcomes[0]} refused, {outcomes[1]} loaded: both must come up");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2147483647)]
    [InlineData(1 << 22)]
    public void An_id_out_of_range_allocates_nothing(int id)
    {
        TestTokenizers.ByteLevel(_folder);
        TestTokenizers.Rewrite(_folder, "tokenizer.json", json => json["model"]!["vocab"]!["qq"] = id);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains($"{id}", Assert.Throws<InvalidDataException>(() => ChatTokenizer.Load(_folder.Path)).Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10_000_000);
    }

    [Fact]
    public void Two_tokens_cannot_share_an_id()
    {
        TestTokenizers.ByteLevel(_folder);
        TestTokenizers.Rewrite(_folder, "tokenizer.json", json => json["model"]!["vocab"]!["qq"] = 7);
        Assert.Contains("\"qq\"", Assert.Throws<InvalidDataException>(() => ChatTokenizer.Load(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_that_backtracks_without_end_is_stopped()
    {
        TestTokenizers.ByteLevel(_folder, """{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"(a+)+$"},"behavior":"Isolated","invert":false},{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}]}""");
        var tokenizer = ChatTokenizer.Load(_folder.Path);
        Assert.Contains("(a+)+$", Assert.Throws<InvalidDataException>(() => tokenizer.EncodeText(new string('a', 60) + "!")).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private bool Loads()
    {
        try
        {
            var tokenizer = ChatTokenizer.Load(_folder.Path);
            tokenizer.Decode([.. tokenizer.EncodeText("hello 123  aaa é😀\n")]);
            return true;
        }
        catch (InvalidDataException e)
        {
            Assert.Contains("tokenizer", e.Message, StringComparison.Ordinal);
            return false;
        }
    }

    /// <summary>Cut, flipped, doubled or blanked bytes.</summary>
    private static byte[] Bytes(byte[] original, Random random)
    {
        var bytes = original.ToArray();
        var at = random.Next(bytes.Length);
        switch (random.Next(4))
        {
            case 0:
                return bytes[..at];
            case 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 2:
                return [.. bytes[..at], .. bytes[Math.Max(0, at - random.Next(50))..]];
            default:
                bytes.AsSpan(at, Math.Min(8, bytes.Length - at)).Fill((byte)' ');
                return bytes;
        }
    }

    /// <summary>A field of the JSON, at any depth, gone or with another value.</summary>
    private static byte[] Tree(byte[] original, Random random)
    {
        var root = JsonNode.Parse(original)!;
        var node = root;
        while (true)
        {
            var value = random.Next(5) == 0 ? null : Values[random.Next(Values.Length)];
            switch (node)
            {
                case JsonObject fields when fields.Count > 0:
                    var (name, child) = fields.ElementAt(random.Next(fields.Count));
                    if (child is JsonObject or JsonArray && random.Next(4) > 0)
                    {
                        node = child;
                        continue;
                    }

                    fields.Remove(name);
                    if (value is not null)
                    {
                        fields[name] = JsonNode.Parse(value);
                    }

                    return Encoding.UTF8.GetBytes(root.ToJsonString());
                case JsonArray items when items.Count > 0:
                    var index = random.Next(items.Count);
                    if (items[index] is JsonObject or JsonArray && random.Next(4) > 0)
                    {
                        node = items[index]!;
                        continue;
                    }

                    items.RemoveAt(index);
                    if (value is not null)
                    {
                        items.Insert(index, JsonNode.Parse(value));
                    }

                    return Encoding.UTF8.GetBytes(root.ToJsonString());
                default:
                    return Encoding.UTF8.GetBytes(root.ToJsonString());
            }
        }
    }
}
