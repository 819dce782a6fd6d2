using System.Text;
using Aloe.Prompts;

namespace Aloe.Planning;

/// <summary>Mean lengths, in tokens, of the texts of a run. The defaults are assumptions for English; <see cref="Measure"/> takes them from a sample, which is better. Immutable.</summary>
public sealed record TextLengths
{
    /// <summary>Bytes of UTF-8 in a token. <value>Default: 4, English text in most vocabularies. Range: 0.5 to 20.</value></summary>
    public double BytesPerToken { get; init => field = Require.InRange(value, 0.5, 20); } = 4;

    /// <summary>A profile. <value>Default: 110, nine sentences. Range: 0 to 1,000,000.</value></summary>
    public double Profile { get; init => field = Require.InRange(value, 0, 1_000_000); } = 110;

    /// <summary>A personality. <value>Default: 110, nine sentences. Range: 0 to 1,000,000.</value></summary>
    public double Personality { get; init => field = Require.InRange(value, 0, 1_000_000); } = 110;

    /// <summary>A message of the user. <value>Default: 45, three sentences. Range: 0 to 1,000,000.</value></summary>
    public double UserMessage { get; init => field = Require.InRange(value, 0, 1_000_000); } = 45;

    /// <summary>A reply. <value>Default: 55, three sentences. Range: 0 to 1,000,000.</value></summary>
    public double Reply { get; init => field = Require.InRange(value, 0, 1_000_000); } = 55;

    /// <summary>What is revealed of the persona, in the form in which prompts show it, as a mean over all turns. <value>Default: 90, two fifths of the persona. Range: 0 to 1,000,000.</value></summary>
    public double Revealed { get; init => field = Require.InRange(value, 0, 1_000_000); } = 90;

    /// <summary>Facts and traits that are revealed, as a mean over all turns. <value>Default: 7, two fifths of eighteen. Range: 0 to 1,000.</value></summary>
    public double RevealedPassages { get; init => field = Require.InRange(value, 0, 1_000); } = 7;

    /// <summary>A verdict of the judge. <value>Default: 5, <c>{"preferred":"A"}</c>; a judge that reasons first writes hundreds. Range: 0 to 1,000,000.</value></summary>
    public double Verdict { get; init => field = Require.InRange(value, 0, 1_000_000); } = 5;

    /// <summary>The scores of a judge. <value>Default: 13, <c>{"style":4,"content":4,"naturalness":4,"overall":4}</c>; a judge that reasons first writes hundreds. Range: 0 to 1,000,000.</value></summary>
    public double Scores { get; init => field = Require.InRange(value, 0, 1_000_000); } = 13;

    /// <summary>Measures the texts of a sample run; <see cref="Verdict"/> and <see cref="Scores"/> are not in trees and stay assumptions.</summary>
    /// <param name="sample">At least one tree with at least one turn.</param>
    /// <param name="bytesPerToken">Bytes of UTF-8 in a token, 0.5 to 20.</param>
    /// <exception cref="ArgumentException">The sample has no turns.</exception>
    public static TextLengths Measure(IReadOnlyCollection<ConversationTree> sample, double bytesPerToken = 4)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var lengths = new TextLengths { BytesPerToken = bytesPerToken };
        var turns = sample.SelectMany(tree => tree.Turns).ToList();
        return turns.Count == 0
            ? throw new ArgumentException("A sample needs at least one turn.", nameof(sample))
            : lengths with
            {
                Profile = sample.Average(tree => lengths.Of(tree.Persona.Profile)),
                Personality = sample.Average(tree => lengths.Of(tree.Persona.Personality)),
                UserMessage = turns.Average(turn => lengths.Of(turn.User)),
                Reply = turns.Average(turn => (lengths.Of(turn.Preferred) + lengths.Of(turn.Rejected)) / 2),
                Revealed = turns.Average(turn => lengths.Of(PromptSet.Known(turn.Revealed))),
                RevealedPassages = turns.Average(turn => turn.Revealed.Facts.Count + turn.Revealed.Traits.Count),
            };
    }

    internal double Persona => Profile + Personality;

    internal double Of(string text) => Encoding.UTF8.GetByteCount(text) / BytesPerToken;
}
