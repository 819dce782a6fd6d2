using Aloe.Core.Tests.Doubles;
using Aloe.Personas;
using Aloe.Prompts;
using Aloe.Randomness;
using Microsoft.Extensions.AI;

namespace Aloe.Core.Tests.Personas;

public sealed class PersonaGeneratorTests
{
    private static readonly string[] Seeds = [.. Enumerable.Range(0, 6).Select(number => Text(number))];

    private readonly RecordingEmbeddings _embeddings = new(Axis);

    [Fact]
    public async Task EveryCallIsOneMessageOfTheTemplateWithExamplesOfThePool()
    {
        var author = Endless(perCall: 2);
        var options = new PersonaGrowthOptions { TargetCount = 12, CandidatesPerCall = 2, ExamplesPerCall = 4, Temperature = 0.5, Seed = 8 };
        var pool = await GrowAsync(author, options);

        Assert.Equal(3, author.Calls.Count);
        for (var i = 0; i < 3; i++)
        {
            var message = Assert.Single(author.Calls[i].Messages);
            var examples = message.Text.Split("<examples>\n")[1].Split("\n</examples>")[0].Split('\n');
            Assert.Equal(ChatRole.User, message.Role);
            Assert.Equal(PromptSet.Fill(PromptSet.Default.ProfileAuthor, ("count", "2"), ("examples", string.Join('\n', examples))), message.Text);
            Assert.Equal(4, examples.Distinct().Count());
            Assert.Subset(pool.Texts.Take(6 + (2 * i)).ToHashSet(), examples.ToHashSet());
            Assert.Equal(SeededRandom.For(8, "Profile", $"{i + 1}", "author").NextSeed(), author.Calls[i].Options!.Seed);
            Assert.Equal(0.5f, author.Calls[i].Options!.Temperature);
        }

        Assert.NotEqual(author.Calls[0].LastText, author.Calls[1].LastText);
    }

    [Fact]
    public async Task EveryTextIsEmbeddedOnceAndEveryCallAsOneBatch()
    {
        var author = new ScriptedChatClient($"{Text(10)}\n{Text(11)}\n{Text(0)}", $"{Text(11)}\n{Text(12)}", Text(10));
        await GrowAsync(author, new PersonaGrowthOptions { MaxCalls = 3, Excluded = [Text(30)] });
        string[][] expected = [[Text(30), .. Seeds], [Text(10), Text(11)], [Text(12)]];
        Assert.Equal(expected, _embeddings.Batches);
    }

    [Fact]
    public async Task WhatIsTooSimilarIsDroppedAndCounted()
    {
        // Texts with the same number point the same way, whatever else they say.
        var near = $"{Text(0)} He also owns a boat.";
        var fresh = Text(20);
        var author = new ScriptedChatClient($"{near}\n{fresh}\n{fresh} Indeed.\nshort\n{Text(30)}");
        var reports = new Reports<PersonaGrowthProgress>();
        var options = new PersonaGrowthOptions { MaxCalls = 1, Excluded = [Text(30)] };
        var pool = await new PersonaGenerator(author, _embeddings).GrowAsync(Seeds, options, reports);
        Assert.Equal([.. Seeds, fresh], pool.Texts);
        Assert.Equal(new PersonaGrowthProgress(PersonaTextKind.Profile, 7, 331, Calls: 1, Candidates: 4, TooSimilar: 3, Malformed: 1), pool.Progress);
        Assert.Equal([pool.Progress], reports.All);
        Assert.Equal(GrowthStop.CallsSpent, pool.Stop);
    }

    [Fact]
    public async Task GrowthStopsExactlyAtTheTarget()
    {
        var pool = await GrowAsync(Endless(perCall: 4), new PersonaGrowthOptions { TargetCount = 9 });
        Assert.Equal(9, pool.Texts.Count);
        Assert.Equal(GrowthStop.TargetReached, pool.Stop);
    }

    [Fact]
    public async Task ATargetThatTheSeedsMeetNeedsNoCall()
    {
        var author = new ScriptedChatClient();
        var pool = await GrowAsync(author, new PersonaGrowthOptions { TargetCount = 6 });
        Assert.Equal(Seeds, pool.Texts);
        Assert.Equal(GrowthStop.TargetReached, pool.Stop);
        Assert.Empty(author.Calls);
        Assert.Empty(_embeddings.Batches);
    }

    [Theory]
    [InlineData("")]
    [InlineData("I would rather not.")]
    [InlineData("Person 0 is a person whose number is all that there is to know.")]
    public async Task AnAuthorWithNothingNewIsSaturatedOnceTheWindowIsFull(string answer)
    {
        var author = new ScriptedChatClient(_ => answer);
        var pool = await GrowAsync(author, new PersonaGrowthOptions { SaturationWindow = 4 });
        Assert.Equal(GrowthStop.Saturated, pool.Stop);
        Assert.Equal(4, author.Calls.Count);
    }

    [Fact]
    public async Task SaturationIsJudgedOverTheLatestCalls()
    {
        // One of two is new in calls 1 to 3, none from call 4 on: with a window of 2 and a floor of 0.3, calls 3 and 4 are the first below it (1 of 4).
        var calls = 0;
        var author = new ScriptedChatClient(_ => ++calls <= 3 ? $"{Text(20 + calls)}\n{Text(0)}" : $"{Text(0)}\n{Text(1)}");
        var pool = await GrowAsync(author, new PersonaGrowthOptions { SaturationWindow = 2, SaturationFloor = 0.3 });
        Assert.Equal(4, calls);
        Assert.Equal(GrowthStop.Saturated, pool.Stop);
        Assert.Equal(9, pool.Texts.Count);
    }

    [Fact]
    public async Task AFloorOfZeroNeverSaturates()
    {
        var pool = await GrowAsync(new ScriptedChatClient(_ => ""), new PersonaGrowthOptions { SaturationWindow = 1, SaturationFloor = 0, MaxCalls = 25 });
        Assert.Equal(GrowthStop.CallsSpent, pool.Stop);
    }

    [Fact]
    public async Task PersonalitiesAreAskedForWithTheirOwnPrompt()
    {
        var author = Endless(perCall: 1);
        var pool = await GrowAsync(author, new PersonaGrowthOptions { Kind = PersonaTextKind.Personality, MaxCalls = 1 });
        Assert.StartsWith(PromptSet.Default.PersonalityAuthor[..60], author.Calls[0].LastText, StringComparison.Ordinal);
        Assert.Equal(PersonaTextKind.Personality, pool.Kind);
    }

    [Fact]
    public async Task TheSameSeedGrowsTheSamePool()
    {
        var options = new PersonaGrowthOptions { TargetCount = 40, Seed = 5 };
        var first = await GrowAsync(Inventive(), options);
        var second = await GrowAsync(Inventive(), options);
        var other = await GrowAsync(Inventive(), new PersonaGrowthOptions { TargetCount = 40, Seed = 6 });
        Assert.Equal(first.Texts, second.Texts);
        Assert.Equal(first.Progress, second.Progress);
        Assert.NotEqual(first.Texts, other.Texts);

        static ScriptedChatClient Inventive() => new(call =>
        {
            var random = SeededRandom.For(call.Options!.Seed!.Value, call.LastText);
            return string.Join('\n', Enumerable.Range(0, 5).Select(_ => Text(random.Next(100))));
        });
    }

    [Fact]
    public async Task AFailureKeepsWhatWasMade()
    {
        var calls = 0;
        var author = new ScriptedChatClient(_ => ++calls == 2 ? throw new InvalidOperationException("quota") : Text(20));
        var failure = await Assert.ThrowsAsync<PersonaGrowthException>(() => GrowAsync(author, new PersonaGrowthOptions()));
        Assert.Equal("Growing the profile pool failed in call 2, at 7 texts: quota", failure.Message);
        Assert.Equal([.. Seeds, Text(20)], failure.Texts);
        Assert.Equal("quota", failure.InnerException!.Message);
    }

    [Fact]
    public async Task AnEmbeddingModelThatLosesTextsIsFoundOut()
    {
        var failure = await Assert.ThrowsAsync<PersonaGrowthException>(
            () => new PersonaGenerator(Endless(1), new ForgetfulEmbeddings()).GrowAsync(Seeds, new PersonaGrowthOptions()));
        Assert.Contains("5 embeddings for 6 texts", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, failure.Call);
    }

    [Fact]
    public async Task CancellationIsReportedAsSuch()
    {
        using var stop = new CancellationTokenSource();
        var author = new ScriptedChatClient(_ =>
        {
            stop.Cancel();
            return Text(20);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new PersonaGenerator(author, _embeddings).GrowAsync(Seeds, new PersonaGrowthOptions(), null, stop.Token));
    }

    [Fact]
    public async Task AtLeastOneSeedIsNeededAndNoneMayBeEmpty()
    {
        var generator = new PersonaGenerator(new ScriptedChatClient(), _embeddings);
        await Assert.ThrowsAsync<ArgumentException>(() => generator.GrowAsync([], new PersonaGrowthOptions()));
        await Assert.ThrowsAsync<ArgumentException>(() => generator.GrowAsync(["text", " "], new PersonaGrowthOptions()));
    }

    private Task<PersonaPool> GrowAsync(ScriptedChatClient author, PersonaGrowthOptions options)
        => new PersonaGenerator(author, _embeddings).GrowAsync(Seeds, options);

    private static ScriptedChatClient Endless(int perCall)
    {
        var next = 10;
        return new ScriptedChatClient(_ => string.Join('\n', Enumerable.Range(0, perCall).Select(_ => Text(next++))));
    }

    private static string Text(int number) => $"Person {number} is a person whose number is all that there is to know.";

    /// <summary>The number in a text is the axis that its embedding points along.</summary>
    private static float[] Axis(string text)
    {
        var vector = new float[128];
        vector[int.Parse(text.Split(' ')[1], null)] = 2;
        return vector;
    }

    private sealed class ForgetfulEmbeddings : IEmbeddingGenerator<string, Embedding<float>>
    {
        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
            => Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Skip(1).Select(_ => new Embedding<float>(new float[] { 1 }))));

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
