using Aloe.Torch.Training;
using FsCheck.Xunit;

namespace Aloe.Torch.Tests.Training;

public sealed class HeldOutTests
{
    private static readonly string[] People = [.. Enumerable.Range(0, 20).Select(i => $"person {i}")];

    [Property]
    public void The_split_follows_from_seed_and_names_alone(int seed, byte share)
    {
        var part = share / 510.0;
        var split = HeldOutSplit.Choose(People, part, seed);

        Assert.Equal(split, HeldOutSplit.Choose(People.Concat(People).Reverse(), part, seed));
        Assert.Equal(share == 0 ? 0 : Math.Max(1, (int)Math.Round(20 * part)), split.Count);
        Assert.Subset(People.ToHashSet(), split.ToHashSet());
    }

    [Fact]
    public void Another_seed_holds_out_others_and_everybody_is_chosen_about_as_often()
    {
        var chosen = Enumerable.Range(0, 1_000).SelectMany(seed => HeldOutSplit.Choose(People, 0.2, seed)).CountBy(name => name).ToDictionary();

        // 200 each is expected, with a standard deviation of 12.6.
        Assert.Equal(20, chosen.Count);
        Assert.All(chosen.Values, count => Assert.InRange(count, 137, 263));
    }

    [Fact]
    public void A_small_share_still_holds_out_one_and_a_single_persona_is_refused()
    {
        Assert.Single(HeldOutSplit.Choose(["a", "b"], 0.01, 0));
        Assert.Contains("HeldOutShare is 0.1, but", Assert.Throws<ArgumentException>(() => HeldOutSplit.Choose(["a", "a"], 0.1, 0)).Message);
    }

    [Fact]
    public void A_persona_is_held_out_with_all_its_trees_and_other_dialogues_never()
    {
        var trees = Enumerable.Range(0, 12).Select(i => TinyWorld.RandomTree($"tree-{i}", 2) with { Persona = new Persona($"p{i % 4}", "facts", "traits") }).ToList();
        var others = Enumerable.Range(0, 8).Select(i => new Dialogue($"other-{i}", [new(DialogueRole.User, "a"), new(DialogueRole.Assistant, "b")])).ToList();

        var data = TrainingData.Read(
            reader => trees.Select(tree => (tree.Persona.Id, reader.Sft(tree))), TinyWorld.Encoder, TinyWorld.Config, new SftOptions { HeldOutShare = 0.5, OtherDialogues = others });

        Assert.Equal((14, 6), (data.Training.Count, data.HeldOut.Count));
        var held = data.HeldOut.Select(example => trees.Single(tree => tree.Id == example.Id).Persona.Id).ToHashSet();
        Assert.Equal(2, held.Count);
        Assert.Equal([.. trees.Where(tree => !held.Contains(tree.Persona.Id)).Select(tree => tree.Id), .. others.Select(other => other.Id)], data.Training.Select(example => example.Id));
    }
}
