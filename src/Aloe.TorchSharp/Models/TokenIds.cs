using System.Collections.ObjectModel;

namespace Aloe.Torch;

/// <summary>A list of token ids that equals another one with the same ids, so that records with such a list compare by value.</summary>
internal sealed class TokenIds(IEnumerable<int> ids) : ReadOnlyCollection<int>([.. ids])
{
    /// <summary>No ids.</summary>
    public static TokenIds None { get; } = new([]);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TokenIds other && this.SequenceEqual(other);

    /// <inheritdoc/>
    public override int GetHashCode() => this.Aggregate(Count, HashCode.Combine);
}
