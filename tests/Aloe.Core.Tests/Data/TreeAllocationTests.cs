using Aloe.Data;

namespace Aloe.Core.Tests.Data;

/// <summary>Reading and writing allocate little beside the trees themselves: no string per line, no copy of it.</summary>
public sealed class TreeAllocationTests
{
    private const int Trees = 200;

    private readonly TreeFormat _format = new();
    private readonly List<ConversationTree> _trees = [.. Enumerable.Range(1, Trees).Select(Tree)];

    [Fact]
    public void ReadingAllocatesLittleMoreThanTheTrees()
    {
        var own = Allocated(() => Enumerable.Range(1, Trees).Select(Tree).Count());
        var content = _trees.SelectMany(_format.Line).ToArray();
        var read = 0;
        var allocated = Allocated(() => read = _format.ReadAsync(new JsonLineReader(new MemoryStream(content), "data.jsonl"), CancellationToken.None).ToBlockingEnumerable().Count());
        Assert.Equal(Trees, read);
        Assert.InRange(allocated, own / 2, 2 * own);
    }

    [Fact]
    public void WritingAllocatesLessThanHalfOfWhatItWrites()
    {
        using var line = new JsonLineWriter();
        var written = 0L;
        void Write()
        {
            written = 0;
            foreach (var tree in _trees)
            {
                _format.Write(tree, line.Begin());
                written += line.End().Length;
            }
        }

        Assert.InRange(Allocated(Write), 0, written / 2);
    }

    /// <summary>A tree of ten turns with texts of its own.</summary>
    private static ConversationTree Tree(int number) => new($"tree-{number}", new Persona($"p{number}", Text(400, number), Text(300, number)), [.. Enumerable.Range(1, 10).Select(turn => new Turn(
        turn, Text(150, turn), Text(200, turn), Text(100, turn), ReplyKind.Preferred, ReplySource.Informed, false, new RevealedPersona([.. Enumerable.Range(0, turn).Select(fact => Text(40, fact))], [Text(40, turn)])))]);

    private static string Text(int length, int variant) => new((char)('a' + (variant % 26)), length);

    /// <summary>Bytes that work allocates once everything is compiled and buffers have grown.</summary>
    private static long Allocated(Action work)
    {
        work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
