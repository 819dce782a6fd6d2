namespace Aloe.Samples.Providers;

/// <summary>Who plays the roles.</summary>
internal sealed record ProviderOptions
{
    public const string Simulated = "simulated";

    public const string OpenAI = "openai";

    public const string Ollama = "ollama";

    /// <summary>The roles that may have a model of their own.</summary>
    public static readonly IReadOnlyList<string> Roles = ["user", "inducer", "preferred", "rejected", "judge", "author"];

    public string Name { get; init; } = Simulated;

    /// <summary>Model of every role without one of its own.</summary>
    public string? Model { get; init; }

    public Uri? Endpoint { get; init; }

    /// <summary>Model by role, for those that were given one.</summary>
    public IReadOnlyDictionary<string, string> RoleModels { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    public bool IsSimulated => Name == Simulated;

    /// <summary>The real models that take part.</summary>
    public IEnumerable<string> Models => IsSimulated ? [] : Roles.Select(ModelOf).Distinct();

    public string ModelOf(string role) => RoleModels.GetValueOrDefault(role) ?? Model!;

    /// <summary>What reports say about who took part: <c>simulated</c>, or the provider and its models.</summary>
    public string Participants
        => IsSimulated ? Simulated : $"{Name}: {string.Join(", ", Models.Order(StringComparer.Ordinal))}";
}
