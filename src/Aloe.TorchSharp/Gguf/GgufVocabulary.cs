using System.Text.Json;

namespace Aloe.Torch;

/// <summary>The tokenizer and the chat template of a model folder in llama.cpp's terms.</summary>
internal sealed class GgufVocabulary
{
    private readonly string _path;
    private readonly TokenizerFile _file;
    private readonly TokenizerConfigFile _settings;
    private readonly DecoderConfig _model;

    private GgufVocabulary(string path, TokenizerFile file, TokenizerConfigFile settings, DecoderConfig model)
        => (_path, _file, _settings, _model) = (path, file, settings, model);

    public static GgufVocabulary Load(string folder, DecoderConfig model)
    {
        var path = Path.Combine(folder, TokenizerFile.FileName);
        var file = TokenizerFile.Load(folder);
        return file.Size <= model.VocabularySize
            ? new GgufVocabulary(path, file, TokenizerConfigFile.Load(folder), model)
            : throw new InvalidDataException($"{path}: token {file.Size - 1} is beyond the model's vocab_size of {model.VocabularySize}.");
    }

    /// <summary>Adds <c>tokenizer.*</c>.</summary>
    /// <exception cref="InvalidDataException">The tokenizer does something that llama.cpp does not.</exception>
    public void Describe(GgufMetadata metadata)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(_path));
        var root = document.RootElement;
        if (_file.PreTokenizer.IsByteLevel)
        {
            metadata.Add("tokenizer.ggml.model", "gpt2");
            metadata.Add("tokenizer.ggml.pre", GgufPreTokenizer.NameOf(root, _file.WholeWords, _path));
            metadata.Add("tokenizer.ggml.merges", _file.Merges.ToArray());
        }
        else
        {
            metadata.Add("tokenizer.ggml.model", "llama");
            metadata.Add("tokenizer.ggml.pre", "default");
            metadata.Add("tokenizer.ggml.scores", GgufSentencePiece.Scores(_file, _model.VocabularySize, _path));
            metadata.Add("tokenizer.ggml.add_space_prefix", GgufSentencePiece.AddsSpace(root, _path));
        }

        var (tokens, types) = Tokens();
        metadata.Add("tokenizer.ggml.tokens", tokens);
        metadata.Add("tokenizer.ggml.token_type", [.. types.Select(type => (int)type)]);
        DescribeSpecials(metadata, root);
        if (_settings.Template is { } template)
        {
            metadata.Add("tokenizer.chat_template", template);
        }
    }

    private (string[] Tokens, GgufTokenType[] Types) Tokens()
    {
        var tokens = new string?[_model.VocabularySize];
        var types = new GgufTokenType[_model.VocabularySize];
        Array.Fill(types, GgufTokenType.Unused);
        foreach (var (token, id) in _file.Vocabulary)
        {
            (tokens[id], types[id]) = (token, GgufTokenType.Normal);
        }

        foreach (var token in _file.Added)
        {
            (tokens[token.Id], types[token.Id]) = (token.Content, token.Special ? GgufTokenType.Control : GgufTokenType.UserDefined);
        }

        if (_file.ByteFallback)
        {
            for (var value = 0; value < 256; value++)
            {
                types[_file.Vocabulary[TokenizerFile.ByteToken((byte)value)]] = GgufTokenType.Byte;
            }
        }

        if (_file.Unknown is { } unknown)
        {
            types[_file.Vocabulary[unknown]] = GgufTokenType.Unknown;
        }

        // Embeddings are often padded to a round number of rows; those ids need names too.
        return ([.. tokens.Select((token, id) => token ?? $"[PAD{id}]")], types);
    }

    private void DescribeSpecials(GgufMetadata metadata, JsonElement root)
    {
        var (bos, eos) = (IdOf(_settings.Bos) ?? _model.BosTokenId, IdOf(_settings.Eos) ?? (_model.EosTokenIds is [var first, ..] ? first : null));
        var format = _settings.Template is { } template ? ChatTemplates.Recognise(template) : null;
        var prefix = IdIn(format?.Prefix);
        AddId("bos", prefix ?? bos); // What llama.cpp can put before a text is its BOS only.
        AddId("eos", eos);
        AddId("eot", IdIn(format?.EndOfTurn));
        AddId("padding", IdOf(_settings.Pad) ?? _model.PadTokenId);
        AddId("unknown", IdOf(_file.Unknown));
        metadata.Add("tokenizer.ggml.add_bos_token", prefix is not null || (bos is not null && BeginsTexts(root.Field("post_processor"), bos.Value)));
        metadata.Add("tokenizer.ggml.add_eos_token", false);

        int? IdIn(string? marker) => marker == ChatFormat.BosPlaceholder ? bos : marker == ChatFormat.EosPlaceholder ? eos : IdOf(marker);

        void AddId(string role, int? id)
        {
            if (id is { } token)
            {
                metadata.Add($"tokenizer.ggml.{role}_token_id", token);
            }
        }
    }

    /// <summary>Whether Hugging Face's library puts a token before every text.</summary>
    private bool BeginsTexts(JsonElement? postProcessor, int token)
        => (postProcessor?.Steps("processors") ?? []).Any(step => step.Field("single") is { ValueKind: JsonValueKind.Array } parts
            && parts.EnumerateArray().FirstOrDefault().Field("SpecialToken") is { } special && IdOf(special.Text("id")) == token);

    private int? IdOf(string? content) => content is null ? null
        : _file.Added.FirstOrDefault(token => token.Content == content)?.Id ?? (_file.Vocabulary.TryGetValue(content, out var id) ? id : null);
}
