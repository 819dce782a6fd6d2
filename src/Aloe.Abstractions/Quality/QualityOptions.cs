namespace Aloe;

/// <summary>The rules that replies and answers must keep, and what happens when they do not. Values are checked when they are set.</summary>
/// <remarks>
/// A gate looks at every reply of both responders. A rejected reply is asked for again with another seed, at most <see cref="ReplyAttempts"/> times in all. Defaults are conservative:
/// they reject what is of no use as training data under any reading. The rules in full are in the documentation of the gates.
/// </remarks>
public sealed class QualityOptions
{
    /// <summary>An empty reply is asked for again; if this is off, it fails the turn at once. <value>Default: true.</value></summary>
    public bool RejectEmpty { get; set; } = true;

    /// <summary>Rejects replies that decline to talk or talk of being an AI. English only. <value>Default: true.</value></summary>
    public bool RejectRefusals { get; set; } = true;

    /// <summary>Rejects replies that speak as the user or hold lines of a transcript. <value>Default: true.</value></summary>
    public bool RejectRoleConfusion { get; set; } = true;

    /// <summary>Rejects replies with as many words in a row from the persona that were neither revealed nor said before. <value>Default: 8. Range: 3 to 100; null turns the gate off.</value></summary>
    public int? LeakedWords { get; set => field = value is { } words ? Require.InRange(words, 3, 100) : null; } = 8;

    /// <summary>Rejects replies of which a larger share than this repeats the persona word by word, revealed or not. <value>Default: 0.6. Range: 0 to 1; null turns the gate off.</value></summary>
    public double? MaxRecitedShare { get; set => field = value is { } share ? Require.InRange(share, 0, 1) : null; } = 0.6;

    /// <summary>Rejects a reply that is more similar than this to another reply to the same message: 1 is the same text. <value>Default: null, which turns the gate off, because the published method keeps such pairs. Range: 0 to 1; 0.95 finds what differs in a word or two.</value></summary>
    public double? MaxSimilarity { get; set => field = value is { } similarity ? Require.InRange(similarity, 0, 1) : null; }

    /// <summary>The same for the assistant's earlier replies in the conversation. <value>Default: null, which turns the gate off. Range: 0 to 1.</value></summary>
    public double? MaxSimilarityToEarlier { get; set => field = value is { } similarity ? Require.InRange(similarity, 0, 1) : null; }

    /// <summary>Language that replies must be in, as a two-letter code such as <c>en</c>. <value>Default: null, which turns the gate off.</value></summary>
    public string? Language { get; set => field = value is null ? null : Require.Text(value); }

    /// <summary>Rejects shorter replies. <value>Default: null, which turns the gate off. Unit: characters. Range: 1 to 1,000,000.</value></summary>
    public int? MinReplyLength { get; set => field = value is { } length ? Require.InRange(length, 1, 1_000_000) : null; }

    /// <summary>Rejects longer replies. <value>Default: null, which turns the gate off. Unit: characters. Range: 1 to 1,000,000.</value></summary>
    public int? MaxReplyLength { get; set => field = value is { } length ? Require.InRange(length, 1, 1_000_000) : null; }

    /// <summary>Rejects replies of more sentences. <value>Default: null, which turns the gate off. Range: 1 to 1,000.</value></summary>
    public int? MaxReplySentences { get; set => field = value is { } sentences ? Require.InRange(sentences, 1, 1_000) : null; }

    /// <summary>Own gates, asked after the built-in ones. <value>Default: empty.</value></summary>
    public IReadOnlyList<IReplyGate> MoreGates { get; set => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <summary>Times a reply is asked for before <see cref="WhenRejected"/> applies. <value>Default: 2. Range: 1 to 10.</value></summary>
    public int ReplyAttempts { get; set => field = Require.InRange(value, 1, 10); } = 2;

    /// <summary>What becomes of a reply that is rejected every time. <value>Default: kept and marked.</value></summary>
    public RejectedReplyPolicy WhenRejected { get; set => field = Require.Defined(value); } = RejectedReplyPolicy.Keep;

    /// <summary>Whether the inducer and the judge are given a JSON schema. <value>Default: where the provider is known to accept one.</value></summary>
    public StructuredOutput StructuredOutput { get; set => field = Require.Defined(value); } = StructuredOutput.Auto;

    /// <summary>Whether an unreadable answer of the inducer or the judge is shown to it once, with the wanted form, before it counts as unreadable. <value>Default: true.</value></summary>
    public bool RepairAnswers { get; set; } = true;
}
