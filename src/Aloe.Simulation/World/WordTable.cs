using System.Reflection;

namespace Aloe.Simulation.World;

/// <summary>Text tables of the simulated world: <c>[section]</c> headings over one entry a line, <c>#</c> comments.</summary>
internal sealed class WordTable
{
    private readonly Dictionary<string, string[]> _sections;

    private WordTable(Dictionary<string, string[]> sections) => _sections = sections;

    public IReadOnlyCollection<string> Sections => _sections.Keys;

    public IReadOnlyList<string> this[string section]
        => _sections.TryGetValue(section, out var entries) ? entries : throw new KeyNotFoundException($"The simulated world has no section [{section}].");

    /// <summary>Reads embedded tables into one; a section may stand in one of them only.</summary>
    public static WordTable Load(params ReadOnlySpan<string> names)
    {
        var sections = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Aloe.Simulation.{name}.txt")!;
            using var reader = new StreamReader(stream);
            List<string>? current = null;
            while (reader.ReadLine() is { } line)
            {
                line = line.Trim();
                if (line.Length == 0 || line[0] == '#')
                {
                    continue;
                }

                if (line[0] == '[')
                {
                    sections.Add(line[1..^1], current = []);
                }
                else
                {
                    current!.Add(line);
                }
            }
        }

        return new WordTable(sections.ToDictionary(section => section.Key, section => section.Value.ToArray(), StringComparer.Ordinal));
    }
}
