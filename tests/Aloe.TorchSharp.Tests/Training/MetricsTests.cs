using System.Buffers.Binary;
using System.Text;
using Aloe.Torch.Training;

namespace Aloe.Torch.Tests.Training;

public sealed class MetricsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string[] Lines => File.ReadAllLines(_folder["metrics.jsonl"]);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("313233343536373839", 0xE3069283u)] // "123456789", the check value of CRC-32C
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 0x8A9136AAu)] // RFC 3720, B.4
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", 0x62A8AB43u)]
    public void The_checksum_is_masked_crc32c(string data, uint crc)
        => Assert.Equal(unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8u), EventFile.MaskedCrc(Convert.FromHexString(data)));

    [Fact]
    public void Events_are_written_byte_for_byte_as_worked_out_by_hand()
    {
        using (var events = new EventFile(_folder["tfevents"], 1.0))
        {
            events.Write(300, 2.0, [new("loss", 0.5)]);
        }

        var records = Records(File.ReadAllBytes(_folder["tfevents"]));
        Assert.Equal(2, records.Count);

        // wall_time 1.0, step 0, file_version "brain.Event:2"
        Assert.Equal("09000000000000F03F" + "1000" + "1A0D" + Convert.ToHexString("brain.Event:2"u8), Convert.ToHexString(records[0]));

        // wall_time 2.0, step 300 = AC 02, summary { value { tag "loss", simple_value 0.5 } }
        Assert.Equal("090000000000000040" + "10AC02" + "2A0D" + "0A0B" + "0A04" + "6C6F7373" + "150000003F", Convert.ToHexString(records[1]));
    }

    [Fact]
    public void A_step_is_a_line_and_an_event_under_the_names_of_trl()
    {
        var heldOut = new HeldOutResult(0.6, 3) { Accuracy = 0.75, Margin = 0.125 };
        var step = new TrainingProgress(1, 4, 0.69, 1e-5, 2, 100)
        {
            Accuracy = 0.5,
            Margin = 0.25,
            RewardChosen = 1,
            RewardRejected = 0.75,
            LogProbChosen = -7,
            LogProbRejected = -8,
            Examples = 6,
            Duration = TimeSpan.FromSeconds(2),
            Waiting = TimeSpan.FromMilliseconds(500),
            MemoryBytes = 1 << 20,
            HeldOut = heldOut,
        };
        using (var log = MetricsLog.Open(_folder.Path, 0, TimeProvider.System))
        {
            log.Write(step);
            log.Write(new TrainingProgress(2, 4, 0.5, 1e-5, 2, 100));
        }

        var line = MetricsLine.Parse(Lines[0])!;
        Assert.Equal(
            "loss=0.69 rewards/chosen=1 rewards/rejected=0.75 rewards/margins=0.25 rewards/accuracies=0.5 logps/chosen=-7 logps/rejected=-8 grad_norm=2 learning_rate=1E-05 tokens=100 examples=6 "
            + "seconds=2 waiting_seconds=0.5 examples_per_second=3 memory_bytes=1048576 eval/loss=0.6 eval/rewards/margins=0.125 eval/rewards/accuracies=0.75 eval/examples=3",
            string.Join(' ', line.Values.Select(pair => FormattableString.Invariant($"{pair.Key}={pair.Value}"))));
        Assert.DoesNotContain(MetricsLine.Parse(Lines[1])!.Values, pair => pair.Key.StartsWith("rewards", StringComparison.Ordinal) || pair.Key.StartsWith("eval", StringComparison.Ordinal));
        var records = Records(File.ReadAllBytes(Assert.Single(Directory.GetFiles(_folder["tensorboard"]))));
        Assert.Equal(3, records.Count);
        Assert.All(line.Values, pair => Assert.Contains(pair.Key, Encoding.Latin1.GetString(records[1])));
    }

    [Fact]
    public void Going_on_after_a_step_cuts_what_came_later()
    {
        using (var log = MetricsLog.Open(_folder.Path, 0, TimeProvider.System))
        {
            Enumerable.Range(1, 5).ToList().ForEach(step => log.Write(new TrainingProgress(step, 9, 1, 1, 1, 1)));
        }

        File.AppendAllText(_folder["metrics.jsonl"], "{\"step\":6,\"ti");
        using (var log = MetricsLog.Open(_folder.Path, 3, TimeProvider.System))
        {
            Enumerable.Range(4, 2).ToList().ForEach(step => log.Write(new TrainingProgress(step, 9, 2, 1, 1, 1)));
        }

        Assert.Equal([(1, 1), (2, 1), (3, 1), (4, 2), (5, 2)], Lines.Select(MetricsLine.Parse).Select(line => (line!.Step, line.Values[0].Value)));
        Assert.Equal(6, Records(File.ReadAllBytes(Assert.Single(Directory.GetFiles(_folder["tensorboard"])))).Count);
    }

    // Checks the frames as TensorBoard does.
    private static List<byte[]> Records(byte[] file)
    {
        var records = new List<byte[]>();
        for (var at = 0; at < file.Length;)
        {
            var length = (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at));
            Assert.Equal(EventFile.MaskedCrc(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            records.Add(file[(at + 12)..(at + 12 + length)]);
            Assert.Equal(EventFile.MaskedCrc(records[^1]), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            at += length + 16;
        }

        return records;
    }
}
