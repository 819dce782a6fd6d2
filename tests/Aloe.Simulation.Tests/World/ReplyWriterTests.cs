using Aloe.Randomness;
using Aloe.Simulation.World;

namespace Aloe.Simulation.Tests.World;

public sealed class ReplyWriterTests
{
    [Fact]
    public void What_is_written_for_a_style_is_read_as_that_style_and_hardly_ever_as_its_opposite()
    {
        var wanted = 0;
        var shown = 0;
        for (var i = 0; i < 2_000; i++)
        {
            var random = SeededRandom.For(7, $"{i}");
            var style = PersonaWriter.Style(random, 6);
            var reading = new ReplyReading(ReplyWriter.Write(style, "the piano", "the bakery", null, random));
            foreach (var dimension in style.Set)
            {
                wanted++;
                shown += reading.Shows(dimension) == style[dimension] ? 1 : 0;
                var hasMarkers = dimension is StyleDimension.Tone or StyleDimension.Register or StyleDimension.Support;
                Assert.False(hasMarkers && reading.Shows(dimension) == -style[dimension], $"{dimension} {style[dimension]}: {reading.Text}");
            }
        }

        // Brief replies cannot show everything that is wanted.
        Assert.InRange((double)shown / wanted, 0.8, 1);
    }

    [Fact]
    public void A_general_reply_shows_no_manner()
    {
        for (var i = 0; i < 500; i++)
        {
            var reading = new ReplyReading(ReplyWriter.Write(default, "the piano", null, null, SeededRandom.For(8, $"{i}")));

            Assert.All([StyleDimension.Length, StyleDimension.Tone, StyleDimension.Register, StyleDimension.Support], dimension => Assert.True(reading.Shows(dimension) == 0, $"{dimension}: {reading.Text}"));
            Assert.False(reading.IsLoud);
        }
    }

    [Fact]
    public void What_is_written_is_never_taken_for_broken()
    {
        for (var i = 0; i < 2_000; i++)
        {
            var random = SeededRandom.For(10, $"{i}");
            var reply = ReplyWriter.Write(PersonaWriter.Style(random, random.Next(7)), "the sourdough bread", "Rome", null, random);

            Assert.False(KnownSentences.HasBrokenOne(Words.Sentences(reply)), reply);
        }
    }

    [Fact]
    public void Replies_vary()
    {
        var style = PersonaWriter.Style(new SeededRandom(2), 6).With(StyleDimension.Length, 1);
        var replies = Enumerable.Range(0, 200).Select(i => ReplyWriter.Write(style, "the piano", "the bakery", null, SeededRandom.For(9, $"{i}")));

        Assert.True(replies.Distinct().Count() > 180);
    }
}
