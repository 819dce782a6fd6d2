using System.Text.Json.Serialization;

namespace Aloe.Runs;

/// <summary>A line of <see cref="GrowthFormat"/>: the counts after a call. The last one says why growth ended.</summary>
internal sealed record GrowthLine(
    int SchemaVersion,
    PersonaTextKind Kind,
    int Count,
    int Target,
    int Calls,
    int Candidates,
    int TooSimilar,
    int Malformed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] GrowthStop? Stop = null)
{
    public const int CurrentSchema = 1;

    public static GrowthLine Of(PersonaGrowthProgress counts, GrowthStop? stop = null)
        => new(CurrentSchema, counts.Kind, counts.Count, counts.Target, counts.Calls, counts.Candidates, counts.TooSimilar, counts.Malformed, stop);

    public PersonaGrowthProgress ToProgress() => new(Kind, Count, Target, Calls, Candidates, TooSimilar, Malformed);
}
