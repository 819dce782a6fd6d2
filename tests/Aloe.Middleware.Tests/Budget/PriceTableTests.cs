using System.Text;

namespace Aloe.Middleware.Tests.Spending;

public sealed class PriceTableTests
{
    internal const string Example = """
        {
          // invented models
          "currency": "EUR",
          "models": {
            "lantern-1": { "input": 2, "cached_input": 0.5, "output": 8 },
            "lantern-*": { "input": 0.2, "output": 0.8 },
            "lantern-tiny-*": { "input": 0.02, "output": 0.08 },
          },
        }
        """;

    [Theory]
    [InlineData("lantern-1", "lantern-1")]
    [InlineData("LANTERN-1", "lantern-1")]
    [InlineData("lantern-1-2026-01-01", "lantern-*")]
    [InlineData("lantern-tiny-3", "lantern-tiny-*")]
    [InlineData("lantern-", "lantern-*")]
    [InlineData("lantern", null)]
    [InlineData("", null)]
    public void The_exact_name_counts_then_the_longest_start(string model, string? price)
        => Assert.Equal(price, PriceTable.Parse(Example).Find(model)?.Model);

    [Fact]
    public void A_star_stands_for_all_and_cached_input_costs_as_much_as_input_unless_it_is_given()
    {
        var table = PriceTable.Parse("""{"currency":"EUR","models":{"*":{"input":3,"output":4}}}""");
        Assert.Equal(new ModelPrice("*", 3, 3, 4), table.Find("anything"));
        Assert.Equal(new ModelPrice("*", 3, 3, 4), table.Find(""));
    }

    [Fact]
    public void Cost_is_counted_by_hand()
    {
        // 1,000,000 input of which 400,000 cached: 0.6 · 2 + 0.4 · 0.5 = 1.4; 250,000 output: 2.
        Assert.Equal(3.4m, PriceTable.Parse(Example).Find("lantern-1")!.CostOf(new TokenCounts(1_000_000, 400_000, 250_000)));
    }

    [Theory]
    [InlineData("", "line 1: no valid JSON")]
    [InlineData("{\n\"currency\": \"EUR\",\n\"models\": [\n}", "line 4: no valid JSON")]
    [InlineData("[]", "the table must be a JSON object")]
    [InlineData("""{"models":{}}""", "currency must be a name")]
    [InlineData("""{"currency":"EUR"}""", "models must be an object")]
    [InlineData("""{"currency":"EUR","models":{},"modles":{}}""", "unknown field 'modles'")]
    [InlineData("""{"currency":"EUR","models":{"a":{"input":1,"output":1,"cached":1}}}""", "model 'a': unknown field 'cached'")]
    [InlineData("""{"currency":"EUR","models":{"a":{"input":1}}}""", "model 'a', field output: is missing")]
    [InlineData("""{"currency":"EUR","models":{"a":{"input":-1,"output":1}}}""", "model 'a', field input: must be a number from 0")]
    [InlineData("""{"currency":"EUR","models":{"a":{"input":1e400,"output":1}}}""", "model 'a', field input: must be")]
    [InlineData("""{"currency":"EUR","models":{"a":{"input":"1","output":1}}}""", "model 'a', field input: must be")]
    [InlineData("""{"currency":"EUR","models":{"a*b":{"input":1,"output":1}}}""", "a * stands only at its end")]
    [InlineData("""{"currency":"EUR","models":{"a":{"input":1,"output":1},"A":{"input":1,"output":1}}}""", "model 'A' is there twice")]
    [InlineData("""{"currency":"EUR","models":{"a":{"input":1,"output":1},"a":{"input":1,"output":1}}}""", "no valid JSON")]
    public void Errors_name_source_and_place(string json, string message)
    {
        var error = Assert.Throws<PriceTableException>(() => PriceTable.Parse(json, "prices.json"));
        Assert.StartsWith("prices.json: ", error.Message);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void A_file_is_read_and_named()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, Example, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
            Assert.Equal((path, "EUR", 3), (PriceTable.Load(path).Source, PriceTable.Load(path).Currency, PriceTable.Load(path).Prices.Count));
            File.WriteAllText(path, "{");
            Assert.Contains(path, Assert.Throws<PriceTableException>(() => PriceTable.Load(path)).Message);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Contains(path, Assert.Throws<FileNotFoundException>(() => PriceTable.Load(path)).Message);
    }

    [Fact]
    public void A_thousand_damaged_tables_load_or_are_refused()
    {
        var random = new Random(5);
        var (loaded, refused) = (0, 0);
        for (var i = 0; i < 1_000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(Example).ToList();
            for (var n = random.Next(1, 4); n > 0 && bytes.Count > 1; n--)
            {
                var at = random.Next(bytes.Count - 1);
                switch (random.Next(4))
                {
                    case 0:
                        bytes[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                        break;
                    case 2:
                        bytes.InsertRange(at, bytes.GetRange(at, Math.Min(20, bytes.Count - at)));
                        break;
                    default:
                        bytes.InsertRange(at, "\\ud800\u0000-1e99{[\""u8.ToArray().AsSpan(random.Next(10)).ToArray());
                        break;
                }
            }

            try
            {
                var table = PriceTable.Parse(Encoding.Latin1.GetString([.. bytes]), "prices.json");
                Assert.All(table.Prices, price => Assert.True(price is { Input: >= 0, CachedInput: >= 0, Output: >= 0 }));
                loaded++;
            }
            catch (PriceTableException error)
            {
                Assert.StartsWith("prices.json: ", error.Message);
                refused++;
            }
        }

        Assert.True(loaded > 20 && refused > 500, $"{loaded} loaded, {refused} refused");
    }
}
