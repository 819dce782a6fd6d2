using Aloe.Answers;
using FsCheck.Xunit;

namespace Aloe.Core.Tests.Answers;

public sealed class JsonAnswerTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData("Well: {\"a\":{\"b\":2}}. And {\"c\":3}", """{"a":{"b":2}}""")]
    [InlineData("```json\n{\"a\":1}\n```", """{"a":1}""")]
    [InlineData("{I think} {\"é\":\"}\"}", """{"é":"}"}""")]
    [InlineData("{{\"a\":1}}", """{"a":1}""")]
    public void FindsTheFirstCompleteObject(string answer, string expected) => Assert.Equal(expected, JsonAnswer.Find(answer)?.GetRawText());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no")]
    [InlineData("{\"a\":1")]
    [InlineData("[1,2]")]
    [InlineData("{{{{{{{{")]
    public void FindsNothingWhereThereIsNone(string? answer) => Assert.Null(JsonAnswer.Find(answer));

    [Property]
    public void NoTextThrows(string? text) => Assert.True(JsonAnswer.Find(text) is null or { ValueKind: System.Text.Json.JsonValueKind.Object });
}
