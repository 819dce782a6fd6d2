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
    [InlineData("<think>{\"a\":1}</think> {\"b\":2}", """{"b":2}""")]
    [InlineData("{'a':'it\\'s \"so\"', 'b':['it's','x']}", """{"a":"it's \"so\"", "b":["it's","x"]}""")]
    public void FindsTheFirstCompleteObject(string answer, string expected) => Assert.Equal(expected, JsonAnswer.Find(answer)?.GetRawText());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no")]
    [InlineData("{\"a\":1")]
    [InlineData("[1,2]")]
    [InlineData("{{{{{{{{")]
    [InlineData("<think>{\"a\":1}")]
    [InlineData("{'a':'b")]
    [InlineData("{'a', 'they're, they said'}")]
    public void FindsNothingWhereThereIsNone(string? answer) => Assert.Null(JsonAnswer.Find(answer));

    [Fact]
    public void ForgivesTrailingCommasAndComments()
    {
        var json = JsonAnswer.Find("{\"a\":[1,2,], // two\n/* and */ \"b\":3,}");
        Assert.Equal((2, 3), (json?.GetProperty("a").GetArrayLength(), json?.GetProperty("b").GetInt32()));
    }

    [Fact]
    public void ListsTheObjectsThatDoNotLieWithinAnother()
        => Assert.Equal(["""{"a":{"b":1}}""", "{}", """{"c":2}"""], JsonAnswer.All("""x {"a":{"b":1}} {} {bad} {"c":2} {"d":""").Select(json => json.GetRawText()));

    [Property]
    public void NoTextThrows(string? text) => Assert.True(JsonAnswer.Find(text) is null or { ValueKind: System.Text.Json.JsonValueKind.Object });
}
