using Aloe.Conversations;

namespace Aloe.Core.Tests.Conversations;

public sealed class UserMessageTests
{
    [Theory]
    [InlineData("*smiles* Hi *waves\nslowly* there", "Hi there")]
    [InlineData("\"Hi there.\"", "Hi there.")]
    [InlineData("“Hi there.”", "Hi there.")]
    [InlineData("*grins* \"Hi.\"", "Hi.")]
    [InlineData("\"No\" is what he said, and \"never\"", "\"No\" is what he said, and \"never\"")]
    [InlineData("That is **great** news", "That is **great** news")]
    [InlineData("2 * 3 * 4 is 24", "2 * 3 * 4 is 24")]
    [InlineData("'Tis late", "'Tis late")]
    [InlineData("one\ntwo", "one\ntwo")]
    [InlineData("*sighs*", "")]
    [InlineData("\"", "\"")]
    [InlineData("  \n ", "")]
    public void RemovesStageDirectionsAndSurroundingQuotes(string answer, string expected) => Assert.Equal(expected, UserMessage.Clean(answer));
}
