using LLama;
using LLama.Common;
using LLama.Sampling;
using Microsoft.Extensions.AI;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests;

/// <summary>Conversations: our rendering and llama.cpp's, our chat client and LLamaSharp's.</summary>
public sealed class ChatTests
{
    private const string ChatMl =
        "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

    private const string Llama3 =
        "{{ bos_token }}{% for message in messages %}{{ '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n' + message['content'] | trim + '<|eot_id|>' }}{% endfor %}"
        + "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}";

    // llama.cpp takes templates that speak of tools for Mistral's.
    private const string Mistral =
        "{{ bos_token }}{# no [AVAILABLE_TOOLS] #}{% for message in messages %}{% if message['role'] == 'user' %}{{ '[INST] ' + message['content'] + '[/INST]' }}{% else %}{{ ' ' + message['content'] | trim + eos_token }}{% endif %}{% endfor %}";

    private static readonly DialogueMessage[] Conversation =
    [
        new(DialogueRole.System, "Be kind to the user."), new(DialogueRole.User, "hello there, it's 2024!"), new(DialogueRole.Assistant, "hello world\n\nand two  spaces"), new(DialogueRole.User, "über Straße? <|im_end|>"),
    ];

    [Theory]
    [InlineData("ChatML")]
    [InlineData("Llama 3")]
    [InlineData("Mistral v0.3")]
    public void Templates_and_their_tokens_are_those_of_llama_cpp(string format)
    {
        using var folder = Create(format);
        using var exported = folder.Export(GgufType.F16);
        var tokenizer = ChatTokenizer.Load(folder.Folder);
        foreach (var count in new[] { 2, 3, 4 })
        {
            // llama.cpp leaves the first token to its tokenizer; and it would take the name of a special token in a text for the token.
            var openReply = Conversation[count - 1].Role == DialogueRole.User;
            var messages = Conversation[..count];
            var rendered = exported.Render(messages.Select(message => (message.Role.ToString().ToLowerInvariant(), message.Text)), openReply);
            var bos = exported.Weights.Vocab.ShouldAddBOS ? exported.Weights.Vocab.LLamaTokenToString(exported.Weights.Vocab.BOS, true) : "";
            Assert.Equal(tokenizer.Render(messages, openReply), bos + rendered);

            if (count < 4)
            {
                int[] ours = [.. tokenizer.Prefix, .. tokenizer.Arrange(messages).SelectMany(message => tokenizer.Encode(message).Tokens), .. openReply ? tokenizer.ReplyHeader : []];
                Assert.Equal(ours, exported.Tokenize(rendered, addBos: true, special: true));
            }
        }
    }

    [Theory]
    [InlineData("ChatML")]
    [InlineData("Llama 3")]
    public async Task LLamaSharp_gives_the_replies_of_our_chat_client(string format)
    {
        using var folder = Create(format);
        OnlyPrintable(folder);
        using var exported = folder.Export(GgufType.F32);
        using var client = TorchChatClient.Load(folder.Folder, "cpu");
        var executor = new StatelessExecutor(exported.Weights, exported.Parameters);
        using var greedy = new GreedySamplingPipeline();

        var messages = new List<ChatMessage>();
        foreach (var question in new[] { "hello there", "and who are you?" })
        {
            messages.Add(new(ChatRole.User, question));
            var ours = await client.GetResponseAsync(messages, new() { Temperature = 0, MaxOutputTokens = 40 }, TestContext.Current.CancellationToken);
            var prompt = exported.Render(messages.Select(message => (message.Role.Value, message.Text)), openReply: true);
            var theirs = executor.InferAsync(prompt, new InferenceParams { MaxTokens = 40, SamplingPipeline = greedy }, TestContext.Current.CancellationToken);

            Assert.NotEqual("", ours.Text);
            Assert.Equal(ours.Text, string.Concat(await theirs.ToArrayAsync(TestContext.Current.CancellationToken)));
            messages.AddRange(ours.Messages);
        }
    }

    private static RandomModel Create(string format) => format switch
    {
        "ChatML" => new RandomModel(RandomModel.Config with { Architecture = DecoderArchitecture.Qwen2 }, folder => Rename(folder, ["<|endoftext|>", "<|im_start|>", "<|im_end|>"], "<|im_end|>", ChatMl)),
        "Llama 3" => new RandomModel(RandomModel.Config, folder => Rename(folder, ["<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"], "<|eot_id|>", Llama3)),
        _ => new RandomModel(
            RandomModel.Config with { Architecture = DecoderArchitecture.Mistral, VocabularySize = 384 },
            folder => SentencePieceFiles.Write(folder, "hello there world and two spaces be kind to the user über Straße 2024 it's user assistant system", 40, Mistral)),
    };

    /// <summary>Gives the special tokens of the built-in format other names, and the folder another template.</summary>
    private static void Rename(RandomModel folder, string[] names, string eos, string template)
    {
        folder.Rewrite("tokenizer.json", json =>
        {
            var vocabulary = json["model"]!["vocab"]!.AsObject();
            for (var id = 0; id < names.Length; id++)
            {
                vocabulary.Remove(json["added_tokens"]![id]!["content"]!.GetValue<string>());
                vocabulary[names[id]] = id;
                json["added_tokens"]![id]!["content"] = names[id];
            }
        });
        folder.Rewrite("tokenizer_config.json", json => (json["bos_token"], json["eos_token"], json["pad_token"], json["chat_template"]) = (names[0], eos, null, template));
    }

    /// <summary>Takes all tokens but the end of a turn and those of printable ASCII from the replies, as the two sides write broken UTF-8 differently.</summary>
    private static void OnlyPrintable(RandomModel folder)
    {
        var tokenizer = ChatTokenizer.Load(folder.Folder);
        using var model = folder.Load();
        using (no_grad())
        using (NewDisposeScope())
        {
            var head = model.Parameters.Single(parameter => parameter.Key == DecoderNames.Head).Value;
            for (var id = 0; id < RandomModel.Vocabulary; id++)
            {
                if (id >= tokenizer.VocabularySize || (id != tokenizer.EndOfTurn && !IsPrintable(tokenizer.BytesOf(id))))
                {
                    head[id].zero_();
                }
            }
        }

        model.Save(folder.Folder, ScalarType.Float32);

        static bool IsPrintable(ReadOnlySpan<byte> bytes) => bytes.Length > 0 && !bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~');
    }
}
