using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Aloe.Torch.Training;

/// <summary>Chooses what is kept out of training.</summary>
internal static class HeldOutSplit
{
    /// <summary>The groups to hold out: those whose hash of seed and name is lowest. The order of the groups and how often one occurs do not matter.</summary>
    /// <param name="groups">Group of each example: its persona, or its own id. An example never parts from its group.</param>
    /// <param name="share">Share of the groups; at least one is held out, and one is left. 0 holds out none.</param>
    /// <param name="seed">Fixes the choice.</param>
    /// <exception cref="ArgumentException">Some are to be held out, and there is only one group.</exception>
    public static IReadOnlySet<string> Choose(IEnumerable<string> groups, double share, long seed)
    {
        var distinct = groups.ToHashSet(StringComparer.Ordinal);
        if (share == 0)
        {
            return new HashSet<string>();
        }

        if (distinct.Count < 2)
        {
            throw new ArgumentException($"{nameof(TrainingOptions.HeldOutShare)} is {share.ToString(CultureInfo.InvariantCulture)}, but the examples are of one persona (or one dialogue) only: nothing would be left to train on.");
        }

        var count = Math.Clamp((int)Math.Round(share * distinct.Count), 1, distinct.Count - 1);
        return distinct.OrderBy(group => Rank(group, seed), StringComparer.Ordinal).Take(count).ToHashSet(StringComparer.Ordinal);
    }

    private static string Rank(string group, long seed)
        => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"held-out\n{seed}\n{group}"))));
}
