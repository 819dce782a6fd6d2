using Aloe.Conversations;
using Aloe.Personas;
using Aloe.Randomness;
using Aloe.Simulation;
using Aloe.Torch;
using Aloe.Torch.Training;

namespace Aloe.Benchmarks.Comparisons.Packing;

/// <summary>ALOE trees of ten turns from simulated participants, with their messages encoded once by the tokenizer of the sample's model.</summary>
internal sealed class SimulatedTrees
{
    private const int Turns = 10;

    public SimulatedTrees(int count)
    {
        var tokenizer = ChatTokenizer.Load(Path.Combine(AppContext.BaseDirectory, "tokenizer"));
        var personas = PersonaCombiner.Combine(SeedPersonas.Profiles, SeedPersonas.Personalities, SeedPersonas.Personalities.Count);
        TreeRequest[] requests = [.. Enumerable.Range(0, count).Select(i => new TreeRequest($"tree-{i:D6}", personas[i % personas.Count]))];
        Trees = new ConversationTreeBuilder(SimulatedParticipants.Training())
            .BuildAllAsync(requests, new ConversationTreeOptions { Turns = Turns, Concurrency = 8, Seed = 1 }).ToListAsync().AsTask().GetAwaiter().GetResult();
        Dictionary<string, EncodedMessage> replies = new(ReferenceEqualityComparer.Instance), others = new(ReferenceEqualityComparer.Instance); // By object, since hashing a text takes as long as laying it out.
        Encoder = new MessageEncoder([.. tokenizer.Prefix], [.. tokenizer.ReplyHeader], tokenizer.EndOfTurn, Encode, tokenizer.Arrange);
        Examples = [.. Trees.Select(tree => TreeLayout.ForDpo(tree, Encoder)).OfType<EncodedExample>()];

        EncodedMessage Encode(DialogueMessage message)
        {
            var known = message.Role == DialogueRole.Assistant ? replies : others;
            return known.TryGetValue(message.Text, out var encoded) ? encoded : known[message.Text] = tokenizer.Encode(message);
        }
    }

    public IReadOnlyList<ConversationTree> Trees { get; }

    /// <summary>Encodes messages that it has seen by looking them up, so that laying out is measured without tokenising.</summary>
    public MessageEncoder Encoder { get; }

    public IReadOnlyList<EncodedExample> Examples { get; }

    /// <summary>Tokens of a whole tree.</summary>
    public IReadOnlyList<int> TreeLengths => [.. Examples.Select(example => example.Tokens.Length)];

    /// <summary>Tokens of every reply with the conversation before it: the sequences that trainers without trees pack.</summary>
    public IReadOnlyList<int> SequenceLengths
        => [.. Examples.SelectMany(example => example.Replies.Select(reply => example.Positions[example.Predictors[reply.Start + reply.Length - 1]] + 2))];

    /// <summary>As many lengths as needed, drawn from some.</summary>
    public static int[] Draw(IReadOnlyList<int> from, int count)
    {
        var random = SeededRandom.For(1, "lengths");
        return [.. Enumerable.Range(0, count).Select(_ => from[random.Next(from.Count)])];
    }
}
