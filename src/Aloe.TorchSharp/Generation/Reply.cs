using Aloe.Randomness;
using Microsoft.Extensions.AI;

namespace Aloe.Torch;

/// <summary>One reply while it is generated.</summary>
/// <param name="prompt">Tokens that it follows; at least one.</param>
/// <param name="maxTokens">Longest reply, in tokens.</param>
/// <param name="random">Decides its draws, whatever else is in the batch.</param>
/// <param name="stopSequences">Texts that end it.</param>
internal sealed class Reply(int[] prompt, int maxTokens, SeededRandom random, IReadOnlyList<string> stopSequences)
{
    private readonly List<int> _tokens = [];
    private bool _begun;

    public int[] Prompt => prompt;

    public IReadOnlyList<int> Tokens => _tokens;

    public ReplyText Text { get; } = new(stopSequences);

    /// <summary>Null while it goes on.</summary>
    public ChatFinishReason? Finish { get; private set; }

    public float NextUniform() => (float)random.NextDouble();

    /// <summary>Tokens of the prompt that did not have to be computed.</summary>
    public int ReusedTokens { get; set; }

    /// <summary>Adds a token; may finish the reply.</summary>
    /// <param name="token">The token drawn.</param>
    /// <param name="tokenizer">Gives its bytes.</param>
    /// <param name="ends">Tokens that end a reply.</param>
    public void Accept(int token, ChatTokenizer tokenizer, IReadOnlySet<int> ends)
    {
        _tokens.Add(token);
        if (ends.Contains(token))
        {
            Finish = ChatFinishReason.Stop;
        }
        else if (Text.Append(BytesOf(token, tokenizer)))
        {
            Finish = ChatFinishReason.Stop;
            return; // The text is cut at the stop sequence; nothing is to be added to it.
        }
        else if (_tokens.Count >= maxTokens)
        {
            Finish = ChatFinishReason.Length;
        }

        if (Finish is not null)
        {
            Text.Finish();
        }
    }

    /// <summary>What the token adds to the text. Where the tokenizer puts a space before texts, the one at the beginning is none of the reply.</summary>
    private ReadOnlySpan<byte> BytesOf(int token, ChatTokenizer tokenizer)
    {
        var bytes = tokenizer.BytesOf(token);
        var first = !_begun && bytes.Length > 0;
        _begun |= first;
        return first && tokenizer.DropsLeadingSpace && bytes[0] == ' ' ? bytes[1..] : bytes;
    }
}
