using System.Text.Json.Nodes;

namespace Aloe.Torch.Tests;

/// <summary>A small SentencePiece-style tokenizer: all splits of a token are merges, as Hugging Face's converter writes them.</summary>
internal static class SentencePieceFiles
{
    private static readonly string[] Specials = ["<unk>", "<s>", "</s>", "[INST]", "[/INST]"];

    /// <summary>Replaces the tokenizer of a folder.</summary>
    /// <param name="model">The folder.</param>
    /// <param name="corpus">What to learn from.</param>
    /// <param name="learned">Tokens to learn, at most.</param>
    /// <param name="template">The chat template.</param>
    public static void Write(RandomModel model, string corpus, int learned, string template)
    {
        List<string> tokens = [.. Specials, .. Enumerable.Range(0, 256).Select(value => TokenizerFile.ByteToken((byte)value))];
        var words = corpus.Split(' ').Select(word => $"▁{word}".Select(letter => letter.ToString()).ToList()).ToList();
        var letters = words.SelectMany(word => word).Distinct().ToList();
        tokens.AddRange(letters);
        var pieces = Learn(words, learned);
        tokens.AddRange(pieces);

        var ids = tokens.Select((token, id) => (token, id)).ToDictionary(pair => pair.token, pair => pair.id);
        var merges = pieces.SelectMany(piece => Enumerable.Range(1, piece.Length - 1)
            .Select(at => (Left: piece[..at], Right: piece[at..])).Where(split => ids.ContainsKey(split.Left) && ids.ContainsKey(split.Right)).OrderBy(split => (ids[split.Left], ids[split.Right])));
        model.Rewrite("tokenizer.json", json =>
        {
            json["added_tokens"] = new JsonArray([.. Specials.Select((token, id) => new JsonObject { ["id"] = id, ["content"] = token, ["special"] = true, ["normalized"] = false })]);
            json["normalizer"] = JsonNode.Parse("""{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},"content":"▁"}]}""");
            json["pre_tokenizer"] = null;
            json["post_processor"] = JsonNode.Parse("""{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],"pair":[],"special_tokens":{}}""");
            json["decoder"] = JsonNode.Parse("""{"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"▁"},"content":" "},{"type":"ByteFallback"},{"type":"Fuse"},{"type":"Strip","content":" ","start":1,"stop":0}]}""");
            json["model"]!["unk_token"] = "<unk>";
            json["model"]!["fuse_unk"] = true;
            json["model"]!["byte_fallback"] = true;
            json["model"]!["vocab"] = new JsonObject(tokens.Select((token, id) => KeyValuePair.Create(token, (JsonNode?)id)));
            json["model"]!["merges"] = new JsonArray([.. merges.Select(split => (JsonNode)$"{split.Left} {split.Right}")]);
        });
        model.Rewrite("tokenizer_config.json", json => (json["bos_token"], json["eos_token"], json["pad_token"], json["chat_template"]) = ("<s>", "</s>", null, template));
    }

    private static List<string> Learn(List<List<string>> words, int count)
    {
        var pieces = new List<string>();
        while (pieces.Count < count)
        {
            var counts = words.SelectMany(word => word.Zip(word.Skip(1))).CountBy(pair => pair).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.First + pair.Key.Second, StringComparer.Ordinal);
            if (counts.FirstOrDefault() is not { Value: > 0, Key: var (left, right) })
            {
                break;
            }

            if (!pieces.Contains(left + right))
            {
                pieces.Add(left + right);
            }

            foreach (var word in words)
            {
                for (var i = 0; i + 1 < word.Count; i++)
                {
                    if (word[i] == left && word[i + 1] == right)
                    {
                        word[i] += right;
                        word.RemoveAt(i + 1);
                    }
                }
            }
        }

        return pieces;
    }
}
