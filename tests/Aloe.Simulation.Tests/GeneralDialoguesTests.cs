using Aloe.Randomness;
using Aloe.Simulation.World;

namespace Aloe.Simulation.Tests;

public sealed class GeneralDialoguesTests
{
    [Fact]
    public void A_dialogue_depends_on_seed_and_position_alone()
    {
        var few = GeneralDialogues.Write(5, 3).ToList();
        var many = GeneralDialogues.Write(50, 3).ToList();

        Assert.Equal(few[4].Messages, many[4].Messages);
        Assert.NotEqual(few[4].Messages, GeneralDialogues.Write(5, 4).Last().Messages);
    }

    [Fact]
    public void Speakers_alternate_and_end_with_the_assistant()
    {
        foreach (var dialogue in GeneralDialogues.Write(200, 1))
        {
            var spoken = dialogue.Messages.SkipWhile(message => message.Role == DialogueRole.System).Select(message => message.Role).ToList();
            Assert.All(spoken.Index(), item => Assert.Equal(item.Index % 2 == 0 ? DialogueRole.User : DialogueRole.Assistant, item.Item));
            Assert.Equal(DialogueRole.Assistant, spoken[^1]);
            Assert.All(dialogue.Messages, message => Assert.False(string.IsNullOrWhiteSpace(message.Text)));
        }
    }

    [Fact]
    public void What_was_asked_holds_from_then_on()
    {
        var asked = GeneralDialogues.Write(400, 1).Select(dialogue => dialogue.Messages)
            .Select(messages => messages.SkipWhile(message => !message.Text.Contains("Never end on a question.", StringComparison.Ordinal)).ToList())
            .Where(messages => messages.Count > 0)
            .ToList();

        Assert.NotEmpty(asked);
        Assert.All(asked, messages => Assert.All(messages.Where(message => message.Role == DialogueRole.Assistant), reply => Assert.DoesNotContain('?', reply.Text)));
    }

    [Fact]
    public void A_hint_alone_changes_nothing()
    {
        // No request, no rule: the general manner, which neither cheers nor is formal, whatever people let show.
        var requests = WordTable.Load("requests");
        var asked = StylePoles.Named.Select(pole => pole.Pole).Concat(["recall", "ask.told", "ask.manner"]).SelectMany(section => requests[section]);
        var frames = requests["rule"].Select(frame => frame.Split('<')[0]).Concat(asked).ToList();
        var plain = GeneralDialogues.Write(200, 1).Select(dialogue => dialogue.Messages)
            .Where(messages => !messages.Any(message => message.Role != DialogueRole.Assistant && frames.Any(frame => message.Text.Contains(frame, StringComparison.Ordinal))))
            .ToList();

        Assert.InRange(plain.Count, 30, 80);
        Assert.All(plain, messages => Assert.All(messages.Where(message => message.Role == DialogueRole.Assistant), reply =>
        {
            var reading = new ReplyReading(reply.Text);
            Assert.False(reading.IsLoud);
            Assert.Equal(0, reading.Shows(StyleDimension.Register));
        }));
    }

    [Fact]
    public void Questions_are_answered_by_what_was_told_and_shown()
    {
        var random = new SeededRandom(1);
        var facts = FactReader.Read("She plays the oboe. She keeps geese.");
        string[] own = ["Hello. I play the oboe. Two lines are plenty.", "I keep geese. Loud people tire me. I never read past the second line."];

        var answers = Enumerable.Range(0, 40).Select(_ => Questions.Write(own, facts, random).Answer).Distinct();

        Assert.Equal(["You like it short, calm.", "You told me about your music, your pets."], answers.Order(StringComparer.Ordinal));
        Assert.Equal("I cannot tell yet.", Questions.Write(["Hello."], facts, random).Answer);
    }
}
