using Aloe.Randomness;
using Aloe.Simulation.World;

namespace Aloe.Simulation;

/// <summary>The training corpus of a general talker, before any personalisation.</summary>
/// <remarks>
/// In a quarter of the dialogues simulated people talk to the general responder, which learns nothing from who they are.
/// In two fifths somebody asks outright for a manner ("please keep your answers short", "take this as a rule for your answers: long texts lose me halfway") and gets it.
/// In the others people ask what they have told or how they like to be answered, and are told.
/// So a base model follows instructions and understands what people tell and let show when it is asked, but does not act on a hint unasked.
/// </remarks>
public static class GeneralDialogues
{
    private const double InstructedShare = 0.4;
    private const double AskingShare = 0.35;
    private const double QuestionShare = 0.7;

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
        var turns = minTurns + random.Next(maxTurns - minTurns + 1);
        var kind = random.NextDouble();
        var instructed = kind < InstructedShare;
        var asks = !instructed && kind < InstructedShare + AskingShare;
        var profile = PersonaWriter.SmallTalk(random);
        var instructions = instructed ? new Instructions(turns, random) : Instructions.None;
        var user = new UserWriter(profile, instructed ? "" : PersonaWriter.Personality(random), Wordings.Training);
        var facts = FactReader.Read(profile);

        var messages = new List<DialogueMessage>();
        var own = new List<string>();
        string? reply = null;
        for (var turn = 0; turn < turns; turn++)
        {
            var written = user.Write(own, reply, random);
            var current = FactReader.In(written, facts);
            var earlier = instructions.Recall(turn) ? FactReader.EarlierTopic(facts, current, own, random) : null;
            own.Add(written);
            var asked = instructions.Text(turn);
            if (asks && random.NextDouble() < QuestionShare)
            {
                (asked, reply) = Questions.Write(own, facts, random);
            }
            else
            {
                reply = ReplyWriter.Write(instructions.Style(turn), current.Count > 0 ? current[0].Topic : null, earlier, reply, random);
            }

            messages.AddRange(User(written, asked, isRule: turn == 0 && instructed));
            messages.Add(new DialogueMessage(DialogueRole.Assistant, reply));
        }

        return new Dialogue(id, messages);
    }

    /// <summary>What is asked for before the first turn is a system message, later it is part of what the user says.</summary>
    private static IEnumerable<DialogueMessage> User(string written, string asked, bool isRule) => (asked.Length, isRule) switch
    {
        (0, _) => [new DialogueMessage(DialogueRole.User, written)],
        (_, true) => [new DialogueMessage(DialogueRole.System, asked), new DialogueMessage(DialogueRole.User, written)],
        _ => [new DialogueMessage(DialogueRole.User, $"{written} {asked}")],
    };
}
