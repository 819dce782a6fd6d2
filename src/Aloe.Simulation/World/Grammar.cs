using System.Text;
using Aloe.Randomness;

namespace Aloe.Simulation.World;

/// <summary>Makes text from a table: a section is a rule, its entries the alternatives, and <c>&lt;name&gt;</c> in an entry a bound value or another rule.</summary>
internal sealed class Grammar(WordTable table)
{
    public WordTable Table => table;

    /// <summary>Picks an alternative of a rule and fills it.</summary>
    public string Expand(string rule, SeededRandom random, params ReadOnlySpan<(string Name, string Value)> bindings)
        => Fill(random.Pick(table[rule]), random, bindings);

    /// <summary>Fills one alternative.</summary>
    public string Fill(string template, SeededRandom random, params ReadOnlySpan<(string Name, string Value)> bindings)
    {
        var text = new StringBuilder(template.Length);
        for (var at = 0; at < template.Length;)
        {
            var open = template.IndexOf('<', at);
            if (open < 0)
            {
                text.Append(template, at, template.Length - at);
                break;
            }

            var close = template.IndexOf('>', open);
            text.Append(template, at, open - at);
            var value = Value(template[(open + 1)..close], random, bindings);
            if (text is [.., ' ', 'a', ' '] && "aeiou".Contains(value[0], StringComparison.Ordinal))
            {
                text.Insert(text.Length - 1, 'n');
            }

            text.Append(value);
            at = close + 1;
        }

        return text.ToString();
    }

    private string Value(string name, SeededRandom random, ReadOnlySpan<(string Name, string Value)> bindings)
    {
        foreach (var (bound, value) in bindings)
        {
            if (bound == name)
            {
                return value;
            }
        }

        return Expand(name, random, bindings);
    }
}
