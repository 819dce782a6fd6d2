using Aloe.Evaluation;

namespace Aloe.Core.Tests.Evaluation;

public sealed class StageDirectionsTests
{
    [Theory]
    [InlineData("Hello there.", "Hello there.")]
    [InlineData("*sighs* Long day.", "Long day.")]
    [InlineData("Long day. *sighs*", "Long day.")]
    [InlineData("Well *shrugs* fine.", "Well fine.")]
    [InlineData("Well *shrugs*, fine.", "Well, fine.")]
    [InlineData("Well!*waves*Hello", "Well! Hello")]
    [InlineData("*waves**smiles* Hi", "*waves**smiles* Hi")]
    [InlineData("*waves* *smiles* Hi *nods* (yes)", "Hi (yes)")]
    [InlineData("First.\n*pauses*\nSecond.", "First.\nSecond.")]
    [InlineData("*looks\nup*", "")]
    [InlineData("That is **so** good", "That is **so** good")]
    [InlineData("2 * 3 * 4 is 2*3*4", "2 * 3 * 4 is 2*3*4")]
    [InlineData("* milk\n* bread", "* milk\n* bread")]
    [InlineData("one * alone", "one * alone")]
    [InlineData("two  spaces stay", "two  spaces stay")]
    public void Removes_what_stands_between_asterisks(string text, string expected) => Assert.Equal(expected, StageDirections.Remove(text));
}
