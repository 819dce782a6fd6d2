namespace Aloe.Samples.GenerateDataset;

/// <summary>How many profiles and personalities the personas are made of.</summary>
/// <param name="Profiles">Profiles in the pool, seeds included.</param>
/// <param name="Personalities">Personalities in the pool, seeds included.</param>
internal sealed record PoolPlan(int Profiles, int Personalities)
{
    /// <summary>
    /// Highest cosine similarity to the pool at which a text is kept: the paper's, for both kinds. Personalities are more alike than profiles, as there is less to tell, but the simulated author reaches
    /// the paper's number of them with it.
    /// </summary>
    public const double Similarity = 0.6;

    // The paper's pools: 331 profiles meet 10 of 71 personalities each, which makes 3,310 personas.
    private const int PaperProfiles = 331;
    private const int PaperPersonalities = 71;
    private const int PaperPerProfile = 10;

    /// <summary>As many different profiles as there is room for up to the paper's number, then more personas of each up to the paper's, then more profiles.</summary>
    public static PoolPlan For(int personas)
    {
        var profiles = Math.Max(Math.Min(personas, PaperProfiles), Share(personas, PaperPerProfile));
        return new PoolPlan(profiles, Math.Min(personas, PaperPersonalities));
    }

    /// <summary>Personalities that each profile has to meet so that there are enough personas.</summary>
    public static int PerProfile(int personas, int profiles, int personalities) => Math.Min(personalities, Share(personas, profiles));

    private static int Share(int count, int among) => (count + among - 1) / among;
}
