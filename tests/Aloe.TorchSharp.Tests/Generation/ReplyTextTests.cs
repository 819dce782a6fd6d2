using System.Text;
using FsCheck.Xunit;

namespace Aloe.Torch.Tests;

public sealed class ReplyTextTests
{
    [Fact]
    public void Characters_appear_when_they_are_whole()
    {
        var text = new ReplyText([]);
        var seen = new List<string>();
        foreach (var value in Encoding.UTF8.GetBytes("é😀!"))
        {
            text.Append([value]);
            seen.Add(text.Take(finished: false));
        }

        Assert.Equal(["", "é", "", "", "", "😀", "!"], seen);
    }

    [Fact]
    public void A_character_that_stays_incomplete_becomes_a_replacement()
    {
        var text = new ReplyText([]);
        text.Append([(byte)'a', 0xF0, 0x9F]);
        text.Finish();
        Assert.Equal("a\uFFFD", text.ToString());
    }

    [Fact]
    public void What_may_begin_a_stop_sequence_is_held_back()
    {
        var text = new ReplyText(["END"]);
        text.Append("see EN"u8);
        Assert.Equal("see ", text.Take(finished: false));
        Assert.False(text.Append("V, E"u8));
        Assert.Equal("ENV, ", text.Take(finished: false));
        Assert.True(text.Append("ND more"u8));
        Assert.Equal("", text.Take(finished: true));
        Assert.Equal("see ENV, ", text.ToString());
    }

    [Property(MaxTest = 300)]
    public bool Pieces_add_up_to_the_text_that_one_step_gives(string? content, byte cut, string? stop)
    {
        var bytes = Encoding.UTF8.GetBytes(content ?? "");
        string[] stops = string.IsNullOrEmpty(stop) ? [] : [stop[..Math.Min(2, stop.Length)]];
        var whole = new ReplyText(stops);
        whole.Append(bytes);
        whole.Finish();
        var pieces = new ReplyText(stops);
        var taken = new StringBuilder();
        var stopped = false;
        foreach (var chunk in bytes.Chunk(1 + (cut % 5)))
        {
            stopped = stopped || pieces.Append(chunk);
            taken.Append(pieces.Take(stopped));
            if (stopped)
            {
                return taken.ToString() == whole.ToString();
            }
        }

        pieces.Finish();
        taken.Append(pieces.Take(finished: true));
        return taken.ToString() == whole.ToString();
    }
}
