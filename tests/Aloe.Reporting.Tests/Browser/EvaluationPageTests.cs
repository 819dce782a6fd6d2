using System.Text.Json;
using Aloe.Reporting.Tests.Evaluation;
using PuppeteerSharp;

namespace Aloe.Reporting.Tests.Browser;

public sealed class EvaluationPageTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private const string Ready = "document.documentElement.dataset.ready";

    /// <summary>Texts whose contrast with what lies behind them is below WCAG AA, 4.5 to 1, or 3 to 1 if large.</summary>
    private const string LowContrast = """
        (() => {
          const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
          const rgb = color => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
          const luminance = color => { const [r, g, b] = color.map(part => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const behind = element => { for (let up = element; up; up = up.parentElement) { const color = rgb(getComputedStyle(up).backgroundColor); if (color[3] === 255) return color; } return [255, 255, 255]; };
          const low = [];
          for (const element of document.querySelectorAll("body *")) {
            if (![...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()) || !element.checkVisibility() || element.closest("script, template, noscript")) continue;
            const style = getComputedStyle(element);
            const text = rgb(element instanceof SVGElement && element.localName === "text" ? style.fill : style.color);
            const [light, dark] = [luminance(text.slice(0, 3)), luminance(behind(element).slice(0, 3))].sort((a, b) => b - a);
            if ((light + 0.05) / (dark + 0.05) < (parseFloat(style.fontSize) >= 24 ? 3 : 4.5)) low.push(element.outerHTML.slice(0, 120));
          }
          return low;
        })()
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aloe-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Rows_are_ordered_by_click_and_by_keyboard()
    {
        await using var page = await OpenReportAsync();
        const string Table = "document.querySelectorAll('table.sortable')[0]";
        Task<string> Order() => page.ReadAsync<string>($"[...{Table}.tBodies[0].rows].map(row => row.cells[0].textContent).join(' ')");
        Task<string> Sorted() => page.ReadAsync<string>($"[...{Table}.tHead.rows[0].cells].map(head => head.getAttribute('aria-sort')).join(' ')");
        Assert.Equal("none none none", await Sorted());
        await page.Page.ClickAsync("table.sortable th:nth-child(3) button");
        Assert.Equal("none none ascending", await Sorted());
        Assert.Equal("profile1 profile2 profile3 profile4", await Order());
        await page.Page.ClickAsync("table.sortable th:nth-child(3) button");
        Assert.Equal("none none descending", await Sorted());
        Assert.Equal("profile4 profile3 profile2 profile1", await Order());

        await page.Page.FocusAsync("table.sortable th:nth-child(1) button");
        await page.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("ascending none none", await Sorted());
        Assert.Equal("profile1 profile2 profile3 profile4", await Order());
        await page.Page.Keyboard.PressAsync("Space");
        Assert.Equal("profile4 profile3 profile2 profile1", await Order());
        page.AssertQuiet();
    }

    [Fact]
    public async Task Numbers_are_ordered_as_numbers_words_by_the_numbers_in_them_and_gaps_come_last()
    {
        var (reports, verdicts, comparisons) = Samples.Several("m10", "m9", "m1");
        await ComparisonReport.WriteAsync(_folder.FullName, reports, verdicts, [comparisons[0] with { EffectSize = null, PValue = 0.5 }, comparisons[1] with { EffectSize = -0.25, PValue = 0.02 }, comparisons[2] with { EffectSize = -1.5 }]);
        await using var page = await OpenAsync("comparison.html");
        const string Table = "[...document.querySelectorAll('table.sortable')].find(table => table.textContent.includes('Holm'))";
        async Task<string> Click(int column, int shown) => await page.ReadAsync<string>($"(() => {{ const table = {Table}; table.tHead.rows[0].cells[{column}].firstChild.click(); return [...table.tBodies[0].rows].map(row => row.cells[{shown}].textContent).join(' ; '); }})()");
        Assert.Equal("−1.50 ; −0.25 ; –", await Click(4, 4));
        Assert.Equal("−0.25 ; −1.50 ; –", await Click(4, 4));
        Assert.Equal("< 0.001 ; 0.020 ; 0.500", await Click(2, 2));
        Assert.Equal("m1 − m9 ; m1 − m10 ; m9 − m10", await Click(0, 0));
        page.AssertQuiet();
    }

    [Fact]
    public async Task Conversations_are_made_of_elements_only_when_they_are_opened()
    {
        var report = Samples.Run("dpo", 3, profiles: 20);
        await EvaluationReport.WriteAsync(_folder.FullName, report, Samples.Verdict(report));
        await using var page = await OpenAsync("report.html");
        Assert.Equal(100, await page.ReadAsync<int>("document.querySelectorAll('.conversation').length"));
        Assert.Equal(0, await page.ReadAsync<int>("document.querySelectorAll('.turns').length"));
        Assert.InRange(await page.ReadAsync<int>("document.querySelectorAll('*').length"), 1_500, 4_500);
        await page.Page.ClickAsync("#case-37 summary");
        await page.WaitAsync("document.querySelectorAll('#case-37 .turns > li').length === 10");
        Assert.Equal(1, await page.ReadAsync<int>("document.querySelectorAll('.turns').length"));
        var turn = report.Cases[36].Turns[4];
        Assert.Equal([turn.User, turn.Reply], await page.ReadAsync<string[]>("[...document.querySelectorAll('#case-37 .turns > li:nth-child(5) [dir]')].map(said => said.textContent)"));
        page.AssertQuiet();
    }

    [Fact]
    public async Task Conversations_are_filtered_by_words_and_by_scores()
    {
        var report = Samples.Run("dpo", 3);
        var needle = report.Cases[7];
        report = report with { Cases = [.. report.Cases.Select(one => one == needle ? one with { Turns = [.. one.Turns.Take(9), one.Turns[9] with { Reply = "Only here: a Xylophone!", Score = new TurnScore(1, null, null, null), Missing = null }] } : one)] };
        await EvaluationReport.WriteAsync(_folder.FullName, report, Samples.Verdict(report));
        await using var page = await OpenAsync("report.html");
        const string Status = "document.querySelector('.status').textContent";
        Assert.Equal("20 conversations", await page.ReadAsync<string>(Status));
        await page.Page.TypeAsync(".find input", "xylophone only");
        await page.WaitAsync($"{Status} === '1 of 20 conversations'");
        Assert.Equal("case-8", await page.ReadAsync<string>("document.querySelector('.conversation:not([hidden])').id"));
        await page.ReadAsync<object?>("(() => { const query = document.querySelector('.find input'); query.value = ''; query.dispatchEvent(new Event('input')); return null; })()");
        await page.Page.ClickAsync("[data-score='1']");
        var expected = report.Cases.Count(one => one.Turns.Any(turn => turn.Score?.Overall < 1.5));
        Assert.Equal($"{expected} of 20 conversations", await page.ReadAsync<string>(Status));
        await page.Page.ClickAsync("[data-score='missing']");
        expected = report.Cases.Count(one => one.Turns.Any(turn => turn.Score is null or { Overall: < 1.5 }));
        Assert.Equal($"{expected} of 20 conversations", await page.ReadAsync<string>(Status));
        Assert.Equal("true", await page.ReadAsync<string>("document.querySelector(`[data-score='missing']`).getAttribute('aria-pressed')"));
        page.AssertQuiet();
    }

    [Fact]
    public async Task A_case_in_a_table_leads_to_its_conversation()
    {
        await using var page = await OpenReportAsync();
        await page.ReadAsync<object?>("(() => { document.querySelector('a[href=\"#case-3\"]').click(); return null; })()");
        await page.WaitAsync("document.querySelector('#case-3 .turns')");
        Assert.True(await page.ReadAsync<bool>("document.getElementById('case-3').open"));
        page.AssertQuiet();
    }

    [Fact]
    public async Task Cases_that_differ_most_stand_side_by_side()
    {
        var (reports, verdicts, comparisons) = Samples.Several("base", "dpo");
        await ComparisonReport.WriteAsync(_folder.FullName, reports, verdicts, comparisons);
        await using var page = await OpenAsync("comparison.html");
        Assert.Equal(comparisons[0].Largest.Count, await page.ReadAsync<int>("document.querySelectorAll('.conversation').length"));
        await page.Page.ClickAsync("#pair-1 summary");
        await page.WaitAsync("document.querySelectorAll('#pair-1 .side').length === 20");
        Assert.Equal("base dpo", await page.ReadAsync<string>("[...document.querySelectorAll('#pair-1 .turns > li:first-child h4')].map(name => name.textContent).join(' ')"));
        Assert.True(await page.ReadAsync<bool>("(() => { const [a, b] = [...document.querySelectorAll('#pair-1 .side')].map(side => side.getBoundingClientRect()); return a.top === b.top && a.right <= b.left; })()"));
        page.AssertQuiet();
    }

    [Fact]
    public async Task Texts_of_the_data_never_become_markup_or_script()
    {
        var runs = Hostile.Texts.Select(Hostile.Run).ToList();
        var verdicts = runs.Select(Samples.Verdict).ToList();
        for (var i = 0; i < runs.Count; i++)
        {
            await EvaluationReport.WriteAsync(_folder.FullName, runs[i], verdicts[i]);
            await using var report = await OpenAsync("report.html");
            await AssertHarmlessAsync(report);
        }

        await ComparisonReport.WriteAsync(_folder.FullName, runs, verdicts, [.. Enumerable.Range(1, runs.Count - 1).Select(i => Samples.Compare(runs[i - 1], runs[i]))]);
        await using var comparison = await OpenAsync("comparison.html");
        await AssertHarmlessAsync(comparison);
        Assert.Equal(
            Hostile.Texts.Select(text => text.Replace('\ud800', '\ufffd').Replace('\n', ' ')),
            (await comparison.ReadAsync<string[]>("[...document.querySelectorAll('.figures span')].map(name => name.textContent)")).Select(text => text.Replace('\n', ' ')));
    }

    [Theory]
    [InlineData("light", 1280)]
    [InlineData("dark", 1280)]
    [InlineData("light", 400)]
    [InlineData("dark", 400)]
    public async Task Texts_stand_out_and_nothing_sticks_out(string scheme, int width)
    {
        await WriteReportAsync();
        var (reports, verdicts, comparisons) = Samples.Several("a-model-with-quite-a-long-name-7b-instruct", "sft", "dpo");
        await ComparisonReport.WriteAsync(_folder.FullName, reports, verdicts, comparisons);
        foreach (var file in new[] { "report.html#case-1", "comparison.html#pair-1" })
        {
            await using var page = await OpenAsync(file.Split('#')[0], '#' + file.Split('#')[1], width);
            await page.Page.EmulateMediaFeaturesAsync([new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = scheme }]);
            Assert.Empty(await page.ReadAsync<string[]>(LowContrast));
            Assert.Equal(0, await page.ReadAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
            Assert.Empty(await page.ReadAsync<string[]>("[...document.querySelectorAll('.legend li, .figures div, .strip, h2, .marks')].filter(part => part.checkVisibility() && (part.scrollWidth > part.clientWidth + 1 || part.getBoundingClientRect().right > innerWidth)).map(part => part.textContent)"));
            Assert.Empty(await page.ReadAsync<string[]>("[...document.querySelectorAll('svg.chart')].filter(chart => chart.checkVisibility()).flatMap(chart => { const box = chart.getBoundingClientRect(); return [...chart.querySelectorAll('text, polyline, polygon')].filter(part => { const own = part.getBoundingClientRect(); return own.left < box.left - 1 || own.right > box.right + 1 || own.top < box.top - 1 || own.bottom > box.bottom + 1; }).map(part => part.outerHTML); })"));
            page.AssertQuiet();
        }
    }

    [Fact]
    public async Task Every_control_and_drawing_has_a_name()
    {
        await using var page = await OpenReportAsync("#case-1");
        Assert.Empty(await page.ReadAsync<string[]>("[...document.querySelectorAll('button, input, a, summary, nav, [role=search], [role=group], svg:not([aria-hidden])')].filter(part => !(part.getAttribute('aria-label') || part.textContent.trim())).map(part => part.outerHTML)"));
        page.AssertQuiet();
    }

    private static async Task AssertHarmlessAsync(BrowserPage page)
    {
        await page.ReadAsync<object?>("(() => { for (const part of document.querySelectorAll('details')) part.open = true; return null; })()");
        await page.WaitAsync("!document.querySelector('template')");
        Assert.Equal(0, await page.ReadAsync<int>("document.querySelectorAll('main img, main script, main iframe, main style, svg svg, [onload], [onerror], [onmouseover], [onfocus]').length"));
        Assert.Equal(1, await page.ReadAsync<int>("document.querySelectorAll('script').length"));
        var turns = await page.ReadAsync<string[]>("[...document.querySelectorAll('.user p')].map(said => said.textContent)");
        Assert.All(turns, said => Assert.Contains(JsonSerializer.Serialize(said), Hostile.Texts.Select(text => JsonSerializer.Serialize(text.Replace('\ud800', '\ufffd')))));
        page.AssertQuiet();
    }

    private async Task WriteReportAsync()
    {
        var (report, verdict) = Samples.Full();
        await EvaluationReport.WriteAsync(_folder.FullName, report, verdict);
    }

    private async Task<BrowserPage> OpenReportAsync(string hash = "")
    {
        await WriteReportAsync();
        return await OpenAsync("report.html", hash);
    }

    private async Task<BrowserPage> OpenAsync(string file, string hash = "", int width = 1280)
    {
        var page = await chromium.OpenAsync(Path.Combine(_folder.FullName, file), hash, width);
        await page.WaitAsync(Ready);
        return page;
    }
}
