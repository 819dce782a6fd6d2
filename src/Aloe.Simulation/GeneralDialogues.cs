using Aloe.Randomness;
using Aloe.Simulation.World;

namespace Aloe.Simulation;

/// <summary>The training corpus of a general talker, before any personalisation.</summary>
/// <remarks>
/// In half of the dialogues simulated people talk to the general responder, which learns nothing from who they are.
/// In the other half somebody asks outright for a manner ("please keep your answers short") and gets it: a base model follows instructions, but does not infer unspoken preferences.
/// </remarks>
public static class GeneralDialogues
{
    // Less than of a persona: what shows here, the base model learns to pass over. The shipped aloe-nano was trained with it.
    private const double SecondCue = 0.25;

    private static readonly Grammar Requests = new(WordTable.Load("requests"));

    /// <summary>Writes dialogues; dialogue <c>i</c> depends on the seed and <c>i</c> alone.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Seed of the corpus.</param>
    /// <param name="minTurns">Turns of the shortest dialogues. At least 1.</param>
    /// <param name="maxTurns">Turns of the longest dialogues. At least <paramref name="minTurns"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static IEnumerable<Dialogue> Write(int count, long seed, int minTurns = 5, int maxTurns = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(minTurns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTurns, minTurns);
        return Enumerable.Range(0, count).Select(index => Write($"general-{index:D6}", seed, minTurns, maxTurns));
    }

    private static Dialogue Write(string id, long seed, int minTurns, int maxTurns)
    {
        var random = SeededRandom.For(seed, id);
        var profile = PersonaWriter.SmallTalk(random);
        var instructed = random.NextDouble() < 0.5;
        var user = new UserWriter(profile, instructed ? "" : PersonaWriter.Personality(random), Wordings.Training, SecondCue);
        var facts = FactReader.Read(profile);
        var (style, recall, request) = instructed ? Instruction(random) : (default, false, "");
        var requestTurn = instructed ? random.Next(Math.Min(4, maxTurns)) : -1;

        var messages = new List<DialogueMessage>();
        var own = new List<string>();
        string? reply = null;
        var turns = minTurns + random.Next(maxTurns - minTurns + 1);
        for (var turn = 0; turn < turns; turn++)
        {
            var written = user.Write(own, reply, random);
            if (turn == requestTurn)
            {
                // As a system message before the first turn, else as part of what the user says.
                if (turn == 0)
                {
                    messages.Add(new DialogueMessage(DialogueRole.System, request));
                }
                else
                {
                    written = $"{written} {request}";
                }
            }

            var applies = instructed && turn >= requestTurn;
            var current = FactReader.In(written, facts);
            var earlier = applies && recall ? FactReader.EarlierTopic(facts, current, own, random) : null;
            own.Add(written);
            reply = ReplyWriter.Write(applies ? style : default, current.Count > 0 ? current[0].Topic : null, earlier, reply, random);
            messages.Add(new DialogueMessage(DialogueRole.User, written));
            messages.Add(new DialogueMessage(DialogueRole.Assistant, reply));
        }

        return new Dialogue(id, messages);
    }

    private static (StyleVector Style, bool Recall, string Request) Instruction(SeededRandom random)
    {
        var style = PersonaWriter.Style(random, 1 + random.Next(4));
        var recall = random.NextDouble() < 0.7;
        var rules = style.Set.Select(dimension => StylePoles.Name(dimension, style[dimension])).ToList();
        if (recall)
        {
            rules.Add("recall");
        }

        var order = rules.ToArray();
        random.Shuffle<string>(order);
        return (style, recall, string.Join(' ', order.Select(rule => Requests.Expand(rule, random))));
    }
}
