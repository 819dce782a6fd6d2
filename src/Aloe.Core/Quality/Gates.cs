namespace Aloe.Quality;

/// <summary>The gates that options turn on, in the order in which they are asked.</summary>
internal static class Gates
{
    /// <summary>The gates of these options.</summary>
    /// <exception cref="ArgumentException">The language is not one that can be told.</exception>
    public static IReadOnlyList<IReplyGate> Of(QualityOptions options)
    {
        var gates = new List<IReplyGate>();
        Add(options.RejectEmpty, () => new EmptyReplyGate());
        Add(options.RejectRefusals, () => new RefusalGate());
        Add(options.RejectRoleConfusion, () => new RoleConfusionGate());
        Add(options.LeakedWords is not null, () => new PersonaLeakGate(options.LeakedWords!.Value));
        Add(options.MaxRecitedShare is not null, () => new RecitalGate(options.MaxRecitedShare!.Value));
        Add(options.MaxSimilarity is not null, () => new DuplicateGate(options.MaxSimilarity!.Value));
        Add(options.MaxSimilarityToEarlier is not null, () => new RepetitionGate(options.MaxSimilarityToEarlier!.Value));
        Add(options.Language is not null, () => new LanguageGate(options.Language!));
        Add(
            (options.MinReplyLength ?? options.MaxReplyLength ?? options.MaxReplySentences) is not null,
            () => new LengthGate(options.MinReplyLength ?? 0, options.MaxReplyLength ?? int.MaxValue, options.MaxReplySentences ?? int.MaxValue));
        return [.. gates, .. options.MoreGates];

        void Add(bool isOn, Func<IReplyGate> gate)
        {
            if (isOn)
            {
                gates.Add(gate());
            }
        }
    }
}
