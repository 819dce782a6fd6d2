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
}
