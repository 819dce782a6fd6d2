using Aloe.Core.Tests.Doubles;
using Aloe.Evaluation;
using Aloe.Prompts;
using Microsoft.Extensions.AI;

namespace Aloe.Core.Tests.Evaluation.Inference;

public sealed class PersonaInferenceTests
{
    private const string Readable = """{"facts":["Keeps bees."],"traits":[]}""";

    private static readonly DialogueMessage[] Conversation =
    [
        new(DialogueRole.System, "The secret word is plum."),
        new(DialogueRole.User, "I keep bees.\nMany."),
        new(DialogueRole.Assistant, "How many?"),
    ];

    [Fact]
    public async Task TheModelSeesTheConversationAndWhatWasKnown()
    {
        var model = new ScriptedChatClient(Readable, Readable);
        var inference = new PersonaInference(model);
        await inference.InferAsync(Conversation, new RevealedPersona(["Is 40."], ["Is blunt."]));
        await inference.InferAsync(Conversation, RevealedPersona.Nothing);

        var (first, second) = (model.Calls[0], model.Calls[1]);
        Assert.Contains("<conversation>\nuser: I keep bees. Many.\nassistant: How many?\n</conversation>", first.LastText, StringComparison.Ordinal);
        Assert.DoesNotContain("plum", first.LastText, StringComparison.Ordinal);
        Assert.Contains("<known>\nfact: Is 40.\ntrait: Is blunt.\n</known>", first.LastText, StringComparison.Ordinal);
        Assert.Contains("<known>\n(nothing yet)\n</known>", second.LastText, StringComparison.Ordinal);
        Assert.Equal(0, first.Options!.Temperature);
        Assert.Null(first.Options.Seed);
        Assert.Null(first.Options.ResponseFormat);
    }

    [Fact]
    public async Task AnUnreadableAnswerIsRepairedOnceWithAnotherSeed()
    {
        var model = new ScriptedChatClient("They keep bees, I think.", Readable);
        Assert.Equal(new RevealedPersona(["Keeps bees."], []), await new PersonaInference(model).InferAsync(Conversation, seed: 7));
        Assert.StartsWith(model.Calls[0].LastText, model.Calls[1].LastText, StringComparison.Ordinal);
        Assert.Contains("<answer>\nThey keep bees, I think.\n</answer>", model.Calls[1].LastText, StringComparison.Ordinal);
        Assert.NotEqual(model.Calls[0].Options!.Seed, model.Calls[1].Options!.Seed);

        var again = new ScriptedChatClient("They keep bees, I think.", Readable);
        await new PersonaInference(again).InferAsync(Conversation, seed: 7);
        Assert.Equal(model.Calls.Select(call => call.Options!.Seed), again.Calls.Select(call => call.Options!.Seed));
    }

    [Fact]
    public async Task WhatStaysUnreadableIsNull()
    {
        var model = new ScriptedChatClient("No.", """{"facts":["cut""");
        Assert.Null(await new PersonaInference(model).InferAsync(Conversation));
        Assert.Equal(2, model.Calls.Count);
    }

    [Theory]
    [InlineData("openai", true)]
    [InlineData("another", false)]
    public async Task ASchemaIsGivenToProvidersThatTakeOne(string provider, bool isGiven)
    {
        var model = new ScriptedChatClient(Readable);
        await new PersonaInference(new NamedChatClient(model, provider)).InferAsync(Conversation);
        Assert.Equal(isGiven, model.Calls[0].Options!.ResponseFormat is ChatResponseFormatJson);
    }

    [Theory]
    [InlineData("""{"facts":["  Keeps\n bees. ","","...","keeps bees","- Is 40.","fact: Is 40."],"traits":["2. Trait: Is blunt."]}""", "Keeps bees.|Is 40.", "Is blunt.")]
    [InlineData("""<think>{"facts":["No."]}</think> Sure! ```json {"facts":["Keeps bees."],"traits":null,} ```""", "Keeps bees.", "")]
    [InlineData("""{"facts":"Keeps bees.","traits":[1,{},["x"],null,"Is blunt."]}""", "Keeps bees.", "Is blunt.")]
    [InlineData("""{"facts":["\ud800","Keeps\u2028bees\u0000."],"traits":[]}""", "Keeps bees .", "")]
    [InlineData("{'facts': ['Isn't old.'], 'traits': []}", "Isn't old.", "")]
    [InlineData("""{"facts":[],"traits":[]}""", "", "")]
    public async Task AnswersAreTidied(string answer, string facts, string traits)
    {
        var inferred = await new PersonaInference(new ScriptedChatClient(answer)).InferAsync(Conversation);
        Assert.Equal(facts, string.Join('|', inferred!.Facts));
        Assert.Equal(traits, string.Join('|', inferred.Traits));
    }

    [Fact]
    public async Task ARunawayAnswerIsCut()
    {
        var facts = string.Join(',', Enumerable.Range(0, 5_000).Select(number => $"\"Has {number} bees.\"").Prepend($"\"{new string('x', 501)}\"").Prepend($"\"{new string('x', 500)}\""));
        var inferred = await new PersonaInference(new ScriptedChatClient($$"""{"facts":[{{facts}}],"traits":[]}""")).InferAsync(Conversation);
        Assert.Equal(100, inferred!.Facts.Count);
        Assert.Equal([500, 11], inferred.Facts.Take(2).Select(fact => fact.Length));
    }

    [Fact]
    public async Task OwnPromptsAreUsed()
    {
        var model = new ScriptedChatClient("?", Readable);
        await new PersonaInference(model, PromptSet.Default with { PersonaInference = "Who? {conversation}", Repair = "Form: {form}" }).InferAsync([new DialogueMessage(DialogueRole.User, "{known}")]);
        Assert.Equal(["Who? user: {known}", """Form: {"facts":[...],"traits":[...]}"""], model.Calls.Select(call => call.LastText));
    }

    [Fact]
    public async Task WithoutAUserThereIsNobodyToKnow()
        => await Assert.ThrowsAsync<ArgumentException>("conversation", () => new PersonaInference(new ScriptedChatClient()).InferAsync([new DialogueMessage(DialogueRole.Assistant, "Hello?")]));

    [Fact]
    public async Task CancellationStopsIt()
        => await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new PersonaInference(new ScriptedChatClient(Readable)).InferAsync(Conversation, cancellationToken: new CancellationToken(canceled: true)));
}
