using Aloe.Core.Tests.Doubles;
using Aloe.Data;
using Aloe.Personas;

namespace Aloe.Core.Tests.Data;

public sealed class DatasetExportTests
{
    [Fact]
    public async Task Every_file_holds_its_side_and_what_crosses_is_counted()
    {
        using var folder = new TemporaryFolder();
        var personas = PersonaCombiner.Combine(["A.", "B.", "C.", "D."], ["W.", "X.", "Y.", "Z."], 3, seed: 2);
        var trees = personas.Select((persona, i) => Tree($"t{i}", persona)).ToList();
        var path = folder.File("trees.jsonl");
        await new TreeFormat().WriteAsync(path, trees);
        var split = PersonaSplit.Create(personas, new PersonaSplitOptions { Share = 0.5 });

        var counts = await DatasetExport.WriteAsync(path, folder.File("training"), split);

        Assert.Equal(split.Counts, counts);
        Assert.True(counts.Dropped > 0);
        foreach (var (side, name) in new[] { (SplitSide.Training, "train"), (SplitSide.Validation, "validation") })
        {
            var expected = trees.Where(tree => split.SideOf(tree.Persona) == side).ToList();
            var conversations = await new ReferenceConversationFormat().ReadAsync(folder.File($"training/conversations.{name}.jsonl")).ToListAsync();
            Assert.Equal(expected.Select(tree => tree.Id), conversations.Select(tree => tree.Id));
            var dialogues = await new TrlDialogueFormat().ReadAsync(folder.File($"training/sft.{name}.jsonl")).ToListAsync();
            Assert.Equal(expected.SelectMany(tree => tree.Dialogues()).Select(dialogue => dialogue.Messages[^1]), dialogues.Select(dialogue => dialogue.Messages[^1]));
            var pairs = await new TrlPreferenceFormat().ReadAsync(folder.File($"training/dpo.{name}.jsonl")).ToListAsync();
            Assert.Equal(expected.SelectMany(tree => tree.Pairs()).Select(pair => (pair.Chosen, pair.Rejected)), pairs.Select(pair => (pair.Chosen, pair.Rejected)));
        }
    }

    private static ConversationTree Tree(string id, Persona persona) => new(id, persona,
    [
        new Turn(1, $"{id} hello", $"{id} good", $"{id} bad", ReplyKind.Preferred, ReplySource.Informed, IsTie: false, RevealedPersona.Nothing),
        new Turn(2, $"{id} more", $"{id} fine", $"{id} poor", ReplyKind.Rejected, ReplySource.Informed, IsTie: true, RevealedPersona.Nothing),
    ]);
}
