using System.Text.Json.Nodes;
using Aloe.Torch.Training;
using Tokenizers.DotNet;

namespace Aloe.Torch.Tests;

/// <summary>Templates as they are published, what they render, and the tokens that Hugging Face's library gives for that.</summary>
public sealed class ChatFormatTests : IDisposable
{
    private const string Qwen25 = """
        {%- if tools %}
            {{- '<|im_start|>system\n' }}
            {{- "\n\n# Tools\n" }}
        {%- else %}
            {%- if messages[0]['role'] == 'system' %}
                {{- '<|im_start|>system\n' + messages[0]['content'] + '<|im_end|>\n' }}
            {%- else %}
                {{- '<|im_start|>system\nYou are Qwen, a helpful assistant.<|im_end|>\n' }}
            {%- endif %}
        {%- endif %}
        {%- for message in messages %}
            {%- if (message.role == "user") or (message.role == "system" and not loop.first) or (message.role == "assistant" and not message.tool_calls) %}
                {{- '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>' + '\n' }}
            {%- endif %}
        {%- endfor %}
        {%- if add_generation_prompt %}
            {{- '<|im_start|>assistant\n' }}
        {%- endif %}
        """;

    private const string Qwen3 = """
        {%- for message in messages %}
            {%- if message.content is string %}{%- set content = message.content %}{%- endif %}
            {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
                {{- '<|im_start|>' + message.role + '\n' + content + '<|im_end|>' + '\n' }}
            {%- elif message.role == "assistant" %}
                {{- '<|im_start|>' + message.role + '\n' + content }}
                {{- '<|im_end|>\n' }}
            {%- endif %}
        {%- endfor %}
        {%- if add_generation_prompt %}
            {{- '<|im_start|>assistant\n' }}
            {%- if enable_thinking is defined and enable_thinking is false %}
                {{- '<think>\n\n</think>\n\n' }}
            {%- endif %}
        {%- endif %}
        """;

    private const string SmolLm2 = """{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system\nYou are a helpful friend<|im_end|>\n' }}{% endif %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}""";

    private const string Llama3 = """{% set loop_messages = messages %}{% for message in loop_messages %}{% set content = '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n'+ message['content'] | trim + '<|eot_id|>' %}{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}{{ content }}{% endfor %}{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}""";

    private const string Llama31 = """
        {{- bos_token }}
        {%- if not date_string is defined %}
            {%- set date_string = "26 Jul 2024" %}
        {%- endif %}
        {{- "<|start_header_id|>system<|end_header_id|>\n\n" }}
        {{- "Cutting Knowledge Date: December 2023\n" }}
        {{- "Today Date: " + date_string + "\n\n" }}
        {{- system_message }}
        {{- "<|eot_id|>" }}
        {%- for message in messages %}
            {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n'+ message['content'] | trim + '<|eot_id|>' }}
        {%- endfor %}
        {%- if add_generation_prompt %}
            {{- '<|start_header_id|>assistant<|end_header_id|>\n\n' }}
        {%- endif %}
        """;

    private const string MistralV3 = """
        {%- if messages[0]["role"] == "system" %}
            {%- set system_message = messages[0]["content"] %}
            {%- set loop_messages = messages[1:] %}
        {%- else %}
            {%- set loop_messages = messages %}
        {%- endif %}
        {{- bos_token }}
        {%- for message in loop_messages %}
            {%- if message["role"] == "user" %}
                {%- if loop.first and system_message is defined %}
                    {{- "[INST] " + system_message + "\n\n" + message["content"] + "[/INST]" }}
                {%- else %}
                    {{- "[INST] " + message["content"] + "[/INST]" }}
                {%- endif %}
            {%- elif message["role"] == "assistant" %}
                {{- " " + message["content"]|trim + eos_token}}
            {%- endif %}
        {%- endfor %}
        """;

    private const string OlmoTemplate = "{{ eos_token }}{% for message in messages %}\n{% if message['role'] == 'system' %}\n{{ '<|system|>\n' + message['content'] }}\n{% elif message['role'] == 'user' %}\n{{ '<|user|>\n' + message['content'] }}\n{% elif message['role'] == 'assistant' %}\n{{ '<|assistant|>\n'  + message['content'] + eos_token }}\n{% endif %}\n{% if loop.last and add_generation_prompt %}\n{{ '<|assistant|>' }}\n{% endif %}\n{% endfor %}";

    private static readonly DialogueMessage[] Conversation = [new(DialogueRole.User, "Hi there"), new(DialogueRole.Assistant, "Hello, friend"), new(DialogueRole.User, "Bye")];

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(Qwen25, "<|im_start|>system\nYou are Qwen, a helpful assistant.<|im_end|>\n<|im_start|>user\nHi there<|im_end|>\n<|im_start|>assistant\nHello, friend<|im_end|>\n<|im_start|>user\nBye<|im_end|>\n<|im_start|>assistant\n")]
    [InlineData(Qwen3, "<|im_start|>user\nHi there<|im_end|>\n<|im_start|>assistant\nHello, friend<|im_end|>\n<|im_start|>user\nBye<|im_end|>\n<|im_start|>assistant\n")]
    [InlineData(SmolLm2, "<|im_start|>system\nYou are a helpful friend<|im_end|>\n<|im_start|>user\nHi there<|im_end|>\n<|im_start|>assistant\nHello, friend<|im_end|>\n<|im_start|>user\nBye<|im_end|>\n<|im_start|>assistant\n")]
    [InlineData(Llama3, "<s><|start_header_id|>user<|end_header_id|>\n\nHi there<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nHello, friend<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nBye<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n")]
    [InlineData(Llama31, "<s><|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nHi there<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nHello, friend<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nBye<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n")]
    [InlineData(MistralV3, "<s>[INST] Hi there[/INST] Hello, friend</s>[INST] Bye[/INST]")]
    [InlineData(OlmoTemplate, "</s><|user|>\nHi there\n<|assistant|>\nHello, friend</s>\n<|user|>\nBye\n<|assistant|>\n")]
    public void Published_templates_are_recognised_and_rendered(string template, string expected)
    {
        Write(template);
        Assert.Equal(expected, ChatTokenizer.Load(_folder.Path).Render(Conversation, addReplyHeader: true));
    }

    [Theory]
    [InlineData(Qwen25, "<|im_start|>system\nBe kind<|im_end|>\n<|im_start|>user\n")]
    [InlineData(Llama3, "<s><|start_header_id|>system<|end_header_id|>\n\nBe kind<|eot_id|><|start_header_id|>user")]
    [InlineData(Llama31, "<s><|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\nBe kind<|eot_id|><|start_header_id|>user")]
    [InlineData(MistralV3, "<s>[INST] Be kind\n\nHi there[/INST] Hello")]
    [InlineData(OlmoTemplate, "</s><|system|>\nBe kind\n<|user|>\nHi")]
    public void A_system_message_goes_where_the_template_puts_it(string template, string expected)
    {
        Write(template);
        Assert.StartsWith(expected, ChatTokenizer.Load(_folder.Path).Render([new(DialogueRole.System, "Be kind"), .. Conversation], addReplyHeader: false), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Qwen25)]
    [InlineData(Qwen3)]
    [InlineData(SmolLm2)]
    [InlineData(Llama3)]
    [InlineData(Llama31)]
    [InlineData(MistralV3)]
    [InlineData(OlmoTemplate)]
    public void Messages_alone_give_the_tokens_of_the_rendered_conversation(string template)
    {
        string[] preTokenizers = [TestTokenizers.Gpt2, TestTokenizers.Llama3, TestTokenizers.Qwen, TestTokenizers.SmolLm, "metaspace", "legacy"];
        foreach (var preTokenizer in template == MistralV3 ? preTokenizers[4..] : preTokenizers[..4])
        {
            Write(template, preTokenizer);
            var ours = ChatTokenizer.Load(_folder.Path);
            using var reference = new Tokenizer(_folder["tokenizer.json"]);
            foreach (var text in HardStrings.All)
            {
                // A reply is cut where generation begins, so white space at its beginning stays apart from the header; the template of Mistral puts a space there, and others trim.
                DialogueMessage[] messages = [new(DialogueRole.System, "Be kind"), new(DialogueRole.User, text), new(DialogueRole.Assistant, text.TrimStart()), new(DialogueRole.User, text)];
                var alone = ours.Prefix.Concat(ours.Arrange(messages).SelectMany(message => ours.Encode(message).Tokens)).Concat(ours.ReplyHeader).ToArray();
                var expected = reference.Encode(HardStrings.WellFormed(ours.Render(messages, addReplyHeader: true))).Select(id => (int)id).ToArray();
                Assert.True(expected.SequenceEqual(alone), $"{System.Text.Json.JsonSerializer.Serialize(text)}: expected {string.Join(' ', expected)}, got {string.Join(' ', alone)}");
            }
        }
    }

    [Theory]
    [InlineData(Qwen25)]
    [InlineData(Llama31)]
    [InlineData(MistralV3)]
    [InlineData(OlmoTemplate)]
    public void What_is_learned_of_a_reply_is_its_text_and_the_end_of_turn(string template)
    {
        Write(template, template == MistralV3 ? "metaspace" : TestTokenizers.Llama3);
        var tokenizer = ChatTokenizer.Load(_folder.Path);
        var reply = tokenizer.Encode(new(DialogueRole.Assistant, "Hello, friend"));
        var learned = new MessageEncoder(tokenizer).Reply("Hello, friend", "here");

        Assert.Equal(tokenizer.ReplyHeader, reply.Tokens[..reply.BodyStart]);
        Assert.Equal((reply.BodyStart, tokenizer.EndOfTurn), (learned.BodyStart, learned.Tokens[learned.BodyEnd - 1]));
        Assert.Equal("Hello, friend", tokenizer.Decode(learned.Tokens.AsSpan(learned.BodyStart..learned.BodyEnd)));
        Assert.Single(learned.Tokens[learned.BodyStart..], tokenizer.EndOfTurn);
    }

    [Fact]
    public void Names_of_special_tokens_in_a_message_stay_text_in_every_format()
    {
        foreach (var template in new[] { Qwen25, Llama3, MistralV3, OlmoTemplate })
        {
            Write(template, template == MistralV3 ? "legacy" : TestTokenizers.Llama3);
            var tokenizer = ChatTokenizer.Load(_folder.Path);
            var specials = tokenizer.Encode(new(DialogueRole.User, "x")).Tokens.Where(tokenizer.Special.Contains).ToArray();
            foreach (var name in tokenizer.File.Added.Where(token => token.Special).Select(token => token.Content))
            {
                Assert.Equal(specials, tokenizer.Encode(new(DialogueRole.User, $"a{name} {name}b")).Tokens.Where(tokenizer.Special.Contains));
            }
        }
    }

    [Theory]
    [InlineData("{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] | trim + '<|im_end|>' + '\\n' }}{% endfor %}{{ '<|im_start|>assistant\\n' }}")]
    [InlineData("{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' }}{% endfor %}{{ '<|im_start|>assistant\\n' }}")]
    [InlineData("{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}{% endfor %}{{ '<|im_start|>assistant\\n<think>\\n' }}")]
    [InlineData("{{ strftime_now('%d') }}{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}{% endfor %}{{ '<|im_start|>assistant\\n' }}")]
    [InlineData("{{ bos_token }}{{ 'Today Date: ' + date_string }}{% for message in messages %}{{ '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' }}{% endfor %}{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}")]
    [InlineData("{{ bos_token }}{% for message in messages %}{% if message['role'] == 'user' %}{{ '[INST] ' + message['content'] + ' [/INST]' }}{% else %}{{ message['content'] + eos_token }}{% endif %}{% endfor %}")]
    [InlineData("{% for message in messages %}{{ '<|user|>\\n' + message['content'] + eos_token }}\n{{ '<|assistant|>\\n' + message['content'] + eos_token }}\n{% endfor %}{{ '<|assistant|>' }}\n")]
    [InlineData("")]
    public void A_template_that_only_looks_alike_is_refused(string template)
    {
        Write(template);
        Assert.Contains("ChatFormat", Assert.Throws<InvalidDataException>(() => ChatTokenizer.Load(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_template_can_stand_in_a_file_of_its_own_or_in_a_list()
    {
        Write(Qwen25);
        TestTokenizers.Rewrite(_folder, "tokenizer_config.json", json => json["chat_template"] = new JsonArray(Named("tool_use", "x"), Named("default", SmolLm2)));
        Assert.Contains("helpful friend", ChatTokenizer.Load(_folder.Path).Render(Conversation, addReplyHeader: false), StringComparison.Ordinal);

        TestTokenizers.Rewrite(_folder, "tokenizer_config.json", json => json["chat_template"] = null);
        Assert.Contains("chat_template", Assert.Throws<InvalidDataException>(() => ChatTokenizer.Load(_folder.Path)).Message, StringComparison.Ordinal);
        File.WriteAllText(_folder["chat_template.jinja"], Llama3);
        Assert.StartsWith("<s><|start_header_id|>user", ChatTokenizer.Load(_folder.Path).Render(Conversation, addReplyHeader: false), StringComparison.Ordinal);

        static JsonNode Named(string name, string template) => new JsonObject { ["name"] = name, ["template"] = template };
    }

    [Fact]
    public void A_format_of_ones_own_is_checked_against_the_tokenizer()
    {
        Write("unknown");
        var format = new ChatFormat { Name = "mine", System = "[u]System: ", User = "[u]", Assistant = "[a]", EndOfTurn = "[e]", PromptEnd = "[e]", Arrange = ChatFormat.DefaultSystem("Hm.") };
        Assert.Equal("[u]System: Hm.[e][u]Hi there[e][a]Hello, friend[e][u]Bye[e]", ChatTokenizer.Load(_folder.Path, format).Render(Conversation, addReplyHeader: false));

        Refused(format with { EndOfTurn = "[missing]" }, "[missing]");
        Refused(format with { Assistant = "" }, "without header");

        // A tokenizer that puts a space before every text cannot begin messages with plain text.
        Write("unknown", "legacy");
        Refused(format with { User = "user: ", Assistant = "friend: " }, "other tokens in a conversation than alone");

        void Refused(ChatFormat bad, string named)
            => Assert.Contains(named, Assert.Throws<InvalidDataException>(() => ChatTokenizer.Load(_folder.Path, bad)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_format_without_system_messages_says_so()
    {
        Write(MistralV3, "metaspace");
        var tokenizer = ChatTokenizer.Load(_folder.Path);
        Assert.Throws<ArgumentException>(() => tokenizer.Encode(new(DialogueRole.System, "x")));
        Assert.Throws<ArgumentException>(() => tokenizer.Arrange([new(DialogueRole.System, "x")]));
        Assert.Throws<ArgumentException>(() => tokenizer.Arrange([new(DialogueRole.System, "x"), new(DialogueRole.Assistant, "y"), new(DialogueRole.User, "z")]));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A folder with this template and all special tokens that templates name.</summary>
    private void Write(string template, string preTokenizer = TestTokenizers.Llama3)
    {
        string[] special = ["<|im_start|>", "<|im_end|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "[INST]", "[/INST]"];
        switch (preTokenizer)
        {
            case "metaspace":
                TestTokenizers.SentencePiece(_folder, null, """{"type":"Metaspace","replacement":"▁","prepend_scheme":"first","split":false}""", special: special);
                break;
            case "legacy":
                TestTokenizers.SentencePiece(_folder, TestTokenizers.LegacyNormalizer, null, special: special);
                break;
            default:
                TestTokenizers.ByteLevel(_folder, preTokenizer, """{"type":"NFC"}""", special: ["<s>", "</s>", .. special], plain: ["<think>", "  "]);

                // The names of the trainer's own special tokens are plain text in OLMo's template.
                TestTokenizers.Rewrite(_folder, "tokenizer.json", json =>
                {
                    for (var i = 0; i < 5; i++)
                    {
                        json["added_tokens"]!.AsArray().RemoveAt(0);
                    }
                });
                break;
        }

        File.WriteAllText(_folder["tokenizer_config.json"], new JsonObject { ["bos_token"] = "<s>", ["eos_token"] = "</s>", ["chat_template"] = template }.ToJsonString());
    }
}
