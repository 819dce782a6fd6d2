using Aloe.Core.Tests.Doubles;

namespace Aloe.Core.Tests;

public sealed class AloeContextTests
{
    private readonly AloeContext _aloe = new(seed: 11);

    [Fact]
    public void TheSeedIsThatOfAllOptions()
    {
        Assert.Equal(11, _aloe.Personas.Options().Seed);
        Assert.Equal(11, _aloe.Conversations.Options().Seed);
        Assert.Equal(11, _aloe.Training.SftOptions().Seed);
        Assert.Equal(11, _aloe.Training.DpoOptions().Seed);
        Assert.Equal(11, _aloe.Evaluation.Options().Seed);
        Assert.Same(_aloe, _aloe.Training.Context);
    }

    [Fact]
    public void SimpleArgumentsReachTheOptions()
    {
        var growth = _aloe.Personas.Options(PersonaTextKind.Personality, targetCount: 71);
        Assert.Equal((PersonaTextKind.Personality, 71), (growth.Kind, growth.TargetCount));
        var trees = _aloe.Conversations.Options(turns: 3, concurrency: 2);
        Assert.Equal((3, 2), (trees.Turns, trees.Concurrency));
        var dpo = _aloe.Training.DpoOptions(epochs: 2, learningRate: 0.5, beta: 0.1);
        Assert.Equal((2, 0.5, 0.1), (dpo.Epochs, dpo.LearningRate, dpo.Beta));
        var sft = _aloe.Training.SftOptions(epochs: 3, learningRate: 0.25);
        Assert.Equal((3, 0.25), (sft.Epochs, sft.LearningRate));
        var evaluation = _aloe.Evaluation.Options(turns: 4, concurrency: 5);
        Assert.Equal((4, 5), (evaluation.Turns, evaluation.Concurrency));
    }

    [Fact]
    public async Task PersonasBecomeTreesAndTreesAFile()
    {
        using var folder = new TemporaryFolder();
        var personas = _aloe.Personas.Combine(["He bakes.", "She sings."], ["calm", "loud", "shy"], perProfile: 2);
        var roles = new ScriptedRoles().Roles;
        var trees = await _aloe.Conversations.BuildAllAsync(roles, personas, turns: 2).ToListAsync();
        Assert.Equal(personas, trees.Select(tree => tree.Persona));

        var requests = _aloe.Conversations.Requests(personas);
        await _aloe.Conversations.Run(roles, folder.File("trees.jsonl")).BuildAsync(requests, _aloe.Conversations.Options(turns: 2));
        Assert.Equal(trees, await _aloe.Data.Trees.ReadAsync(folder.File("trees.jsonl")).ToListAsync());
    }

    [Fact]
    public async Task PoolsGrowFromTheSeedTextsOfTheirKind()
    {
        var embeddings = new RecordingEmbeddings(text => [1, text.Length]);
        var pool = await _aloe.Personas.GrowAsync(new ScriptedChatClient(), embeddings, PersonaTextKind.Personality, targetCount: 20);
        Assert.Equal(_aloe.Personas.SeedPersonalities, pool.Texts);
        Assert.Equal(PersonaTextKind.Personality, pool.Kind);
    }
}
