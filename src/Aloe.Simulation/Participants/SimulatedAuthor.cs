using System.Globalization;
using System.Text.RegularExpressions;
using Aloe.Randomness;
using Microsoft.Extensions.AI;

namespace Aloe.Simulation.Participants;

/// <summary>Writes new profiles and personalities, a line each.</summary>
/// <param name="profile">Writes a profile.</param>
/// <param name="personality">Writes a personality.</param>
internal sealed partial class SimulatedAuthor(Func<SeededRandom, string> profile, Func<SeededRandom, string> personality) : SimulatedChatClient("author")
{
    protected override string Answer(IReadOnlyList<ChatMessage> conversation, SeededRandom random)
    {
        var task = Task().Match(conversation[^1].Text);
        if (!task.Success)
        {
            throw new InvalidOperationException("The simulated author needs a prompt that says 'Write N new profiles' or 'Write N new personalities'.");
        }

        var count = int.Parse(task.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var write = task.Groups[2].ValueSpan is "profiles" ? profile : personality;
        return string.Join('\n', Enumerable.Range(0, count).Select(_ => write(random)));
    }

    [GeneratedRegex(@"Write (\d{1,4}) new (profiles|personalities)")]
    private static partial Regex Task();
}
