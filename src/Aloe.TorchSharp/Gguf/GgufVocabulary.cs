using System.Text.Json;

namespace Aloe.Torch;

/// <summary>The tokenizer of a model folder in llama.cpp's terms.</summary>
internal sealed class GgufVocabulary
{
    private readonly TokenizerFile _file;
    private readonly TokenizerConfigFile _config;
    private readonly DecoderConfig _model;
    private readonly string _preTokenizer;

    private GgufVocabulary(TokenizerFile file, TokenizerConfigFile config, DecoderConfig model, string preTokenizer)
        => (_file, _config, _model, _preTokenizer) = (file, config, model, preTokenizer);

    public static GgufVocabulary Load(string folder, DecoderConfig model)
    {
        var path = Path.Combine(folder, TokenizerFile.FileName);
        var file = TokenizerFile.Load(folder);
        if (file.Vocabulary.Values.Concat(file.Added.Select(token => token.Id)).Max() is var last && last >= model.VocabularySize)
        {
            throw new InvalidDataException($"{path}: token {last} is beyond the model's vocab_size of {model.VocabularySize}.");
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return new GgufVocabulary(file, TokenizerConfigFile.Load(folder), model, GgufPreTokenizer.NameOf(document.RootElement.GetProperty("pre_tokenizer"), file.WholeWords, path));
    }

    /// <summary>Adds <c>tokenizer.*</c>.</summary>
    public void Describe(GgufMetadata metadata)
    {
        var (tokens, types) = Tokens();
        metadata.Add("tokenizer.ggml.model", "gpt2");
        metadata.Add("tokenizer.ggml.pre", _preTokenizer);
        metadata.Add("tokenizer.ggml.tokens", tokens);
        metadata.Add("tokenizer.ggml.token_type", [.. types.Select(type => (int)type)]);
        metadata.Add("tokenizer.ggml.merges", _file.Merges.ToArray());

        var template = TokenizerConfigFile.Content(_config.ChatTemplate);
        var format = template is null ? null : ChatFormat.Recognise(template);
        var bos = IdOf(_config.BosToken) ?? _model.BosTokenId;
        AddId("bos", bos);
        AddId("eos", IdOf(_config.EosToken) ?? _model.EosTokenId);
        AddId("eot", format is null ? null : IdOf(format.EndOfTurn));
        AddId("padding", IdOf(_config.PadToken) ?? _model.PadTokenId);
        metadata.Add("tokenizer.ggml.add_bos_token", bos is not null && format is not null && (format.Prefix == ChatFormat.BosPlaceholder || IdOf(format.Prefix) == bos));
        metadata.Add("tokenizer.ggml.add_eos_token", false);
        if (template is not null)
        {
            metadata.Add("tokenizer.chat_template", template);
        }

        void AddId(string role, int? id)
        {
            if (id is { } token)
            {
                metadata.Add($"tokenizer.ggml.{role}_token_id", token);
            }
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

        // Embeddings are often padded to a round number of rows; those ids need names too.
        return ([.. tokens.Select((token, id) => token ?? $"[PAD{id}]")], types);
    }

    private int? IdOf(JsonElement? token) => TokenizerConfigFile.Content(token) is { } content ? IdOf(content) : null;

    private int? IdOf(string content)
        => _file.Added.FirstOrDefault(token => token.Content == content)?.Id ?? (_file.Vocabulary.TryGetValue(content, out var id) ? id : null);
}
