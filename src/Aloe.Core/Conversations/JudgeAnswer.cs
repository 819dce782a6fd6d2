using System.Text.Json;
using Aloe.Answers;

namespace Aloe.Conversations;

/// <summary>Reads a judge's comparison.</summary>
internal static class JudgeAnswer
{
    public static PairVerdict Parse(string answer)
    {
        if (JsonAnswer.Find(answer) is not { } json
            || !json.TryGetProperty("preferred", out var preferred)
            || preferred.ValueKind != JsonValueKind.String)
        {
            return PairVerdict.Undecided;
        }

        return preferred.ValueEquals("A") || preferred.ValueEquals("a") ? PairVerdict.A
            : preferred.ValueEquals("B") || preferred.ValueEquals("b") ? PairVerdict.B
            : PairVerdict.Undecided;
    }
}
