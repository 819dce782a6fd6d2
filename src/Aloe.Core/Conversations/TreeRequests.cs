namespace Aloe.Conversations;

/// <summary>Makes tree requests out of personas.</summary>
public static class TreeRequests
{
    /// <summary>Requests some trees for each persona. Ids are those of the personas with a running number: <c>p-0123456789abcdef.1</c>.</summary>
    /// <param name="personas">Personas with unique ids.</param>
    /// <param name="treesPerPersona">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="treesPerPersona"/> is below 1.</exception>
    public static IReadOnlyList<TreeRequest> For(IEnumerable<Persona> personas, int treesPerPersona = 1)
    {
        ArgumentNullException.ThrowIfNull(personas);
        Require.AtLeast(treesPerPersona, 1, nameof(treesPerPersona));
        return [.. personas.SelectMany(persona => Enumerable.Range(1, treesPerPersona).Select(number => new TreeRequest($"{persona.Id}.{number}", persona)))];
    }
}
