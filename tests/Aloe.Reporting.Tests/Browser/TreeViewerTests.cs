using Aloe.Reporting.Viewer;

namespace Aloe.Reporting.Tests.Browser;

public sealed class TreeViewerTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private const string Ready = "document.documentElement.dataset.ready";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aloe-test-");

    private string File => Path.Combine(_folder.FullName, "viewer.html");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Lists_opens_and_tells_preferred_from_rejected()
    {
        await TreeViewer.WriteAsync(File, Trees.Many(40), new TreeViewerOptions { Title = "My <trees>", Participants = Participants.Simulated });
        await using var page = await chromium.OpenAsync(File);
        await page.WaitAsync(Ready);
        Assert.Equal("My <trees>", await page.ReadAsync<string>("document.title"));
        Assert.Equal("participants: simulated", await page.ReadAsync<string>("document.querySelector('.banner').textContent"));
        Assert.Equal("40 trees", await page.ReadAsync<string>("document.getElementById('status').textContent"));

        await page.Page.ClickAsync("#row-3");
        await page.WaitAsync("document.querySelectorAll('.turn').length === 10");
        Assert.Equal("tree-00003", await page.ReadAsync<string>("document.querySelector('.head h2').textContent"));
        Assert.Equal("true", await page.ReadAsync<string>("document.getElementById('row-3').getAttribute('aria-selected')"));
        Assert.Equal(["✓ preferred", "✗ rejected"], await page.ReadAsync<string[]>("[...document.querySelectorAll('#turn-1 .rank')].map(rank => rank.textContent)"));

        // Tree 3 goes on with the rejected reply at turns 3, 6 and 9.
        Assert.Equal("3 6 9", await page.ReadAsync<string>("[...document.querySelectorAll('.turn')].filter(turn => turn.querySelector('.rejected.trunk')).map(turn => turn.id.slice(5)).join(' ')"));
        page.AssertQuiet();
    }

    [Fact]
    public async Task Shows_what_was_revealed_when()
    {
        await TreeViewer.WriteAsync(File, Trees.Many(1));
        await using var page = await chromium.OpenAsync(File, "#tree=tree-00000");
        await page.WaitAsync("document.querySelector('.turn')");
        Assert.Equal(
            ["2 fact Plays the oboe.", "3 trait Likes short answers.", "5 fact Keeps bees."],
            await page.ReadAsync<string[]>("[...document.querySelectorAll('.revealed li')].map(item => `${item.closest('.turn').id.slice(5)} ${item.className} ${item.textContent}`)"));
        Assert.Equal(
            ["Plays the oboe.2", "Keeps bees.5", "Likes short answers.3"],
            await page.ReadAsync<string[]>("[...document.querySelectorAll('.persona .shown')].map(span => span.textContent)"));
        Assert.Equal(["even", "even"], await page.ReadAsync<string[]>("[...document.querySelectorAll('#turn-4 .reply')].map(reply => reply.classList[1])"));
        page.AssertQuiet();
    }

    [Fact]
    public async Task Searches_messages_replies_and_personas_of_all_trees()
    {
        await TreeViewer.WriteAsync(File, Trees.Many(120));
        await using var page = await chromium.OpenAsync(File);
        await page.WaitAsync(Ready);
        await page.Page.TypeAsync("#query", "\"town 77.\"");
        await page.WaitAsync("document.getElementById('status').textContent === '1 of 120 trees'");
        Assert.Equal("77", await page.ReadAsync<string>("document.querySelector('.row b').textContent.match(/conversation (\\d+)/)[1]"));

        await page.ReadAsync<object?>("(() => { const query = document.getElementById('query'); query.value = 'FITTING oboe'; query.dispatchEvent(new Event('input')); return null; })()");
        await page.WaitAsync("document.getElementById('status').textContent === '120 of 120 trees'");
        await page.Page.ClickAsync("#row-2");
        await page.WaitAsync("document.querySelector('.reply mark')");
        Assert.Equal("fitting", await page.ReadAsync<string>("document.querySelector('.reply mark').textContent"));

        await page.ReadAsync<object?>("(() => { const query = document.getElementById('query'); query.value = 'nobody said this'; query.dispatchEvent(new Event('input')); return null; })()");
        await page.WaitAsync("document.getElementById('status').textContent === '0 of 120 trees'");
        page.AssertQuiet();
    }

    [Fact]
    public async Task Filters_by_ties()
    {
        await TreeViewer.WriteAsync(File, Trees.Many(50));
        await using var page = await chromium.OpenAsync(File);
        await page.WaitAsync(Ready);
        await page.Page.ClickAsync("[data-filter=ties]");
        await page.WaitAsync("document.getElementById('status').textContent === '10 of 50 trees'");
        Assert.Equal("true", await page.ReadAsync<string>("document.querySelector('[data-filter=ties]').getAttribute('aria-pressed')"));
        page.AssertQuiet();
    }

    [Fact]
    public async Task Is_worked_by_keys_alone()
    {
        await TreeViewer.WriteAsync(File, Trees.Many(30));
        await using var page = await chromium.OpenAsync(File);
        await page.WaitAsync(Ready);
        var keyboard = page.Page.Keyboard;
        await keyboard.PressAsync("j");
        await page.WaitAsync("document.querySelector('.head h2')?.textContent === 'tree-00000'");
        await page.Page.FocusAsync("#rows");
        await keyboard.PressAsync("ArrowDown");
        await page.WaitAsync("document.querySelector('.head h2')?.textContent === 'tree-00001'");
        Assert.Equal("row-1", await page.ReadAsync<string>("document.getElementById('rows').getAttribute('aria-activedescendant')"));
        await keyboard.PressAsync("End");
        await page.WaitAsync("document.querySelector('.head h2')?.textContent === 'tree-00029'");
        await keyboard.PressAsync("n");
        await page.WaitAsync("/turn=[12]$/.test(location.hash)");
        await keyboard.PressAsync("n");
        await page.WaitAsync("/turn=[23]$/.test(location.hash)");

        await keyboard.PressAsync("c");
        Assert.Equal(10, await page.ReadAsync<int>("document.querySelectorAll('.reply.leaf.folded').length"));
        Assert.Equal(0, await page.ReadAsync<int>("document.querySelectorAll('.reply.trunk.folded').length"));
        await keyboard.PressAsync("c");
        Assert.Equal(0, await page.ReadAsync<int>("document.querySelectorAll('.folded').length"));

        await keyboard.PressAsync("/");
        await keyboard.TypeAsync("jjj");
        await page.WaitAsync("document.getElementById('query').value === 'jjj'");
        await keyboard.PressAsync("Escape");
        await page.WaitAsync("document.activeElement.id === 'rows' && document.getElementById('status').textContent === '30 trees'");
        page.AssertQuiet();
    }

    [Fact]
    public async Task An_address_leads_to_a_turn_and_an_unknown_one_says_so()
    {
        await TreeViewer.WriteAsync(File, Trees.Many(60));
        await using (var page = await chromium.OpenAsync(File, "#tree=tree-00059&turn=7"))
        {
            await page.WaitAsync("document.querySelector('.turn.at')?.id === 'turn-7'");
            Assert.Equal("tree-00059", await page.ReadAsync<string>("document.querySelector('.head h2').textContent"));
            Assert.True(await page.ReadAsync<bool>("document.getElementById('tree').scrollTop > 0"));
            page.AssertQuiet();
        }

        await using var other = await chromium.OpenAsync(File, "#tree=%3Cimg%20src=x%20onerror=alert(1)%3E");
        await other.WaitAsync("document.getElementById('tree').textContent.includes('no tree <img')");
        other.AssertQuiet();
    }

    [Fact]
    public async Task Rankings_and_branches_are_shown_where_they_belong()
    {
        await TreeViewer.WriteAsync(File, new[] { Trees.Branched() }.ToAsyncEnumerable());
        await using var page = await chromium.OpenAsync(File, "#tree=branched");
        await page.WaitAsync("document.querySelector('.turn')");
        Assert.Equal(["✓ preferred · 1 of 3", "· 2 of 3", "✗ rejected · 3 of 3"], await page.ReadAsync<string[]>("[...document.querySelectorAll('#turn-1 .rank')].map(rank => rank.textContent)"));
        Assert.Equal("turn-1 turn-2", await page.ReadAsync<string>("[...document.querySelectorAll('.turn')].map(turn => turn.id).join(' ')"));
        Assert.Contains("gate length rejected reply 2", await page.ReadAsync<string>("document.querySelector('#turn-2 .notes').textContent"), StringComparison.Ordinal);

        // Turn 4 lies in the branch from the third reply of turn 1, behind turn 3.
        await page.ReadAsync<object?>("(() => { location.hash = '#tree=branched&turn=4'; return null; })()");
        await page.WaitAsync("document.querySelector('.turn.at')?.id === 'turn-4'");
        Assert.True(await page.ReadAsync<bool>("document.getElementById('turn-4').checkVisibility()"));
        Assert.Equal("turn-1", await page.ReadAsync<string>("document.getElementById('turn-4').closest('details').closest('.turn').id"));
        Assert.Equal("2 in branches", await page.ReadAsync<string>("document.querySelector('.row span').textContent.match(/\\d+ in branches/)[0]"));
        page.AssertQuiet();
    }

    /// <summary>Fluency is the number of rows in the document and of chunks unpacked, not a time that depends on the machine.</summary>
    [Fact]
    public async Task Three_thousand_trees_stay_light()
    {
        Assert.Equal(3_000, await TreeViewer.WriteAsync(File, Trees.Many(3_010)));
        Assert.InRange(new FileInfo(File).Length, 0, 12 << 20);
        await using var page = await chromium.OpenAsync(File);
        await page.WaitAsync(Ready);
        Assert.Equal("3,000 trees (10 more are not in this page)", await page.ReadAsync<string>("document.getElementById('status').textContent"));
        Assert.InRange(await page.ReadAsync<int>("document.querySelectorAll('.row').length"), 10, 60);

        await page.ReadAsync<object?>("(() => { document.getElementById('rows').scrollTop = 100000; return null; })()");
        await page.WaitAsync("document.querySelector('.row[aria-posinset=\"1620\"]')");
        Assert.InRange(await page.ReadAsync<int>("document.querySelectorAll('.row').length"), 10, 60);

        await page.Page.TypeAsync("#query", "\"town 2987.\"");
        await page.WaitAsync("document.getElementById('status').textContent.startsWith('1 of 3,000 trees')");
        await page.WaitAsync("document.documentElement.dataset.searchable");
        await page.Page.ClickAsync(".row");
        await page.WaitAsync("document.querySelectorAll('.turn').length === 10");
        Assert.InRange(await page.ReadAsync<int>("document.querySelectorAll('*').length"), 100, 1_500);
        page.AssertQuiet();
    }

    [Fact]
    public async Task Texts_of_the_data_never_become_markup_or_script()
    {
        string[] attacks =
        [
            "</script><script>alert(1)</script>", "<img src=x onerror=alert(2)>", "--><svg/onload=alert(3)>", "</p></article><style>*{display:none}</style>",
            "<iframe srcdoc=\"<script>alert(4)</script>\"></iframe>", "javascript:alert(5)", "\u2028\u2029</textarea>{{script}}{{data}}", "' onmouseover='alert(6)", "<!--<script>", "😀\ud800 lone",
        ];
        var trees = attacks.Select((attack, i) => Attacked($"{i} {attack}", attack)).ToAsyncEnumerable();
        await TreeViewer.WriteAsync(File, trees, new TreeViewerOptions { Title = attacks[0] + attacks[6] });
        await using var page = await chromium.OpenAsync(File);
        await page.WaitAsync(Ready);
        for (var i = 0; i < attacks.Length; i++)
        {
            await page.Page.ClickAsync($"#row-{i}");
            await page.WaitAsync($"document.querySelector('.head h2')?.textContent.startsWith('{i} ')");
            Assert.Equal(6, await page.ReadAsync<int>($"[...document.querySelectorAll('.user p, .reply p, .revealed li, .persona p')].filter(shown => shown.textContent.includes({System.Text.Json.JsonSerializer.Serialize(attacks[i])})).length"));
        }

        Assert.Equal(0, await page.ReadAsync<int>("document.querySelectorAll('main img, main script, main iframe, main style, nav img, .outline svg svg, [onload], [onerror], [onmouseover]').length"));
        Assert.Equal(1, await page.ReadAsync<int>("document.querySelectorAll('script:not([type])').length"));
        page.AssertQuiet();
    }

    [Fact]
    public async Task Every_control_has_a_name()
    {
        await TreeViewer.WriteAsync(File, Trees.Many(3));
        await using var page = await chromium.OpenAsync(File, "#tree=tree-00001");
        await page.WaitAsync("document.querySelector('.turn')");
        Assert.Empty(await page.ReadAsync<string[]>("[...document.querySelectorAll('button, input, a, section, article, aside, nav, main, svg')].filter(part => !(part.getAttribute('aria-label') || part.textContent.trim())).map(part => part.outerHTML)"));
        Assert.Equal("en", await page.ReadAsync<string>("document.documentElement.lang"));
        page.AssertQuiet();
    }

    private static ConversationTree Attacked(string id, string attack) => new(
        id,
        new Persona(attack, $"{attack} is a fact.", attack),
        [new Turn(1, attack, attack, attack, ReplyKind.Preferred, ReplySource.Informed, IsTie: false, new RevealedPersona([attack], []))]);
}
