using System.Text.Json;

namespace Aloe.Personalization.Tests.Doubles;

/// <summary>An inducer's answers.</summary>
internal static class Claimed
{
    public static string Facts(params IEnumerable<string> facts) => Of(facts, []);

    public static string Of(IEnumerable<string> facts, IEnumerable<string> traits) => JsonSerializer.Serialize(new { facts, traits });
}
