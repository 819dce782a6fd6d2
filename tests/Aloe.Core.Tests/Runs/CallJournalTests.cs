using System.Text;
using System.Text.Json;
using Aloe.Core.Tests.Doubles;
using Aloe.Randomness;
using Aloe.Runs;

namespace Aloe.Core.Tests.Runs;

/// <summary>What was answered is found again, whatever happens to the file.</summary>
public sealed class CallJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Segment => Path.Combine(_folder.File("calls"), "calls-000001.log");

    [Fact]
    public void WhereverTheLogIsCutOffTheWholeRecordsAreFoundAndTheNextOneFollowsThem()
    {
        var records = Enumerable.Range(0, 3).Select(i => Record("item", i, $"Grüße\n😀 {i}")).ToList();
        Write(records);
        var whole = File.ReadAllBytes(Segment);
        var ends = whole.Index().Where(at => at.Item == '\n').Select(at => at.Index + 1).ToList();
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(Segment, whole[..length]);
            var kept = ends.Count(end => end <= length);
            using (var journal = CallJournal.Open(_folder.File("calls"), TimeProvider.System))
            {
                Assert.Equal(kept, records.Count(record => journal.Find("item", record.Key) is not null));
                Assert.Equal(0, journal.Damaged);
                foreach (var record in records.Skip(kept))
                {
                    journal.Add(record);
                }
            }

            Assert.Equal(whole, File.ReadAllBytes(Segment));
        }
    }

    [Fact]
    public void ADamagedLineCostsItsCallAndIsCounted()
    {
        var records = Enumerable.Range(0, 5).Select(i => Record("item", i, $"answer {i}")).ToList();
        Write(records);
        var whole = File.ReadAllBytes(Segment);
        var random = SeededRandom.For(1, "damage");
        for (var round = 0; round < 300; round++)
        {
            var damaged = whole.ToArray();
            var at = random.Next(damaged.Length);
            damaged[at] = (byte)(damaged[at] ^ (1 + random.Next(255)));
            File.WriteAllBytes(Segment, damaged);
            using var journal = CallJournal.Open(_folder.File("calls"), TimeProvider.System);
            var found = records.Where(record => journal.Find("item", record.Key) is not null).ToList();
            Assert.All(found, record => Assert.Equal(Text(record), Text(journal.Find("item", record.Key)!)));

            // A line end that is gone joins two lines; one too many makes two of one.
            Assert.InRange(found.Count, 3, 4);
            Assert.InRange(journal.Damaged, 0, 2);
            Assert.True(journal.Damaged > 0 || at >= whole.Length - 1, $"byte {at} was changed unnoticed");
        }
    }

    [Fact]
    public void SegmentsGoOnceAllTheirItemsAreClosed()
    {
        using var journal = CallJournal.Open(_folder.File("calls"), TimeProvider.System, segmentBytes: 400);
        foreach (var item in (string[])["a", "b", "c", "d"])
        {
            for (var i = 0; i < 4; i++)
            {
                journal.Add(Record(item, i, "an answer of some length"));
            }
        }

        var before = Segments();
        Assert.True(before > 4, $"{before} segments");
        journal.Close(["b", "c"]);
        Assert.InRange(Segments(), 2, before - 1);
        Assert.NotNull(journal.Find("a", Record("a", 3, "").Key));
        Assert.Null(journal.Find("b", Record("b", 0, "").Key));
        journal.Close(["a", "d"]);
        Assert.Equal(1, Segments());
        journal.Delete();
        Assert.False(Directory.Exists(_folder.File("calls")));
    }

    [Fact]
    public void ASecondAnswerTakesThePlaceOfTheFirst()
    {
        Write([Record("item", 0, "old"), Record("item", 0, "new")]);
        using var journal = CallJournal.Open(_folder.File("calls"), TimeProvider.System);
        Assert.Equal("new", Text(journal.Find("item", Record("item", 0, "").Key)!));
    }

    public void Dispose() => _folder.Dispose();

    private void Write(IEnumerable<CallRecord> records)
    {
        using var journal = CallJournal.Open(_folder.File("calls"), TimeProvider.System);
        foreach (var record in records)
        {
            journal.Add(record);
        }
    }

    private int Segments() => Directory.GetFiles(_folder.File("calls")).Length;

    private static CallRecord Record(string item, int number, string text)
        => new(item, "user", Convert.ToHexStringLower(Encoding.ASCII.GetBytes($"request {number}")), 0, JsonSerializer.SerializeToElement(text));

    private static string? Text(CallRecord record) => record.Response.GetString();
}
