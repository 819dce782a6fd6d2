using Aloe.Prompts;

namespace Aloe.Core.Tests.Prompts;

public sealed class PromptSetTests
{
    [Theory]
    [InlineData("Hello {name}!", "Hello {name}{x}!")]
    [InlineData("{name}{name}", "{name}{x}{name}{x}")]
    [InlineData("{other} {", "{other} {")]
    [InlineData("{\"facts\":[]} {nam} {names}", "{\"facts\":[]} {nam} {names}")]
    [InlineData("{{name}}", "{{name}{x}}")]
    [InlineData("", "")]
    public void FillsPlaceholdersAndLeavesOtherBraces(string template, string expected)
        => Assert.Equal(expected, PromptSet.Fill(template, ("name", "{name}{x}"), ("x", "never")));

    [Fact]
    public void TheBuiltInPromptsHaveThePlaceholdersThatAreFilled()
    {
        var prompts = PromptSet.Default;
        (string Template, string[] Names)[] templates =
        [
            (prompts.User, ["profile", "personality"]),
            (prompts.UserOpening, []),
            (prompts.Inducer, ["profile", "personality", "conversation"]),
            (prompts.InformedResponder, ["revealed"]),
            (prompts.UninformedResponder, []),
            (prompts.JudgePair, ["profile", "personality", "conversation", "reply_a", "reply_b"]),
            (prompts.JudgeScore, ["profile", "personality", "conversation", "reply"]),
            (prompts.ProfileAuthor, ["count", "examples"]),
            (prompts.PersonalityAuthor, ["count", "examples"]),
            (prompts.Repair, ["task", "answer", "form"]),
        ];
        string[] known = ["profile", "personality", "conversation", "revealed", "reply", "reply_a", "reply_b", "count", "examples", "task", "answer", "form"];
        Assert.All(templates, template => Assert.Equal(template.Names.Order(), known.Where(name => template.Template.Contains($"{{{name}}}", StringComparison.Ordinal)).Order()));
    }

    [Fact]
    public void ATranscriptHasOneLinePerMessage()
        => Assert.Equal(
            "user: Hi there\nassistant: Hello",
            PromptSet.Transcript([new DialogueMessage(DialogueRole.User, "Hi\nthere"), new DialogueMessage(DialogueRole.Assistant, "Hello")]));

    [Fact]
    public void WhatIsKnownIsListedFactsFirst()
    {
        Assert.Equal("fact: He bakes.\ntrait: He is blunt.", PromptSet.Known(new RevealedPersona(["He bakes."], ["He is blunt."])));
        Assert.Equal("", PromptSet.Known(RevealedPersona.Nothing));
    }
}
