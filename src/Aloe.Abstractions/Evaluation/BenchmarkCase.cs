namespace Aloe;

/// <summary>One held-out person that a model is tested on.</summary>
/// <param name="Id">Unique in its benchmark.</param>
/// <param name="Persona">Who the user is.</param>
public sealed record BenchmarkCase(string Id, Persona Persona)
{
    /// <summary>Names the profile. Cases with the same one share their facts and are no independent observations: intervals and tests treat them as one cluster. <value>Default: <see cref="Id"/>, a profile of its own.</value></summary>
    public string ProfileId { get => field ?? Id; init; }

    /// <summary>Names the personality. <value>Default: <see cref="Id"/>, a personality of its own.</value></summary>
    public string PersonalityId { get => field ?? Id; init; }
}
