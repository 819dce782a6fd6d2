using System.Globalization;

namespace Aloe.Benchmarks.Comparisons.Packing;

/// <summary>What was aimed at and what was reached.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Aim">The least, or the most.</param>
/// <param name="Reached">What was measured.</param>
/// <param name="Format">How the numbers are written.</param>
/// <param name="IsMost">Whether <paramref name="Aim"/> is the most.</param>
internal sealed record Target(string Name, double Aim, double Reached, string Format, bool IsMost = false)
{
    private bool IsMet => IsMost ? Reached <= Aim : Reached >= Aim;

    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{Name,-52}{(IsMost ? "≤ " : "≥ ") + Text(Aim),14}{Text(Reached),14}  {(IsMet ? "met" : "MISSED")}");

    private string Text(double value) => value.ToString(Format, CultureInfo.InvariantCulture);
}
