using PuppeteerSharp;

namespace Aloe.Reporting.Tests.Browser;

/// <summary>A headless Chromium for the tests of a class; tests are skipped with the reason where there is none.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("aloe-chromium-");
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Executable() is not { } executable)
        {
            return;
        }

        _browser = await Puppeteer.LaunchAsync(new LaunchOptions
        {
            ExecutablePath = executable,
            Headless = true,
            UserDataDir = _profile.FullName,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>A page, with all that it complains about and asks for.</summary>
    public async Task<BrowserPage> OpenAsync(string file, string hash = "", int width = 1500, int height = 900)
    {
        Assert.SkipWhen(_browser is null, "No Chromium: set ALOE_CHROMIUM to its executable, or put chromium or google-chrome on the PATH.");
        var page = await _browser!.NewPageAsync();
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = height });
        var watched = new BrowserPage(page);
        await page.GoToAsync(new Uri(file).AbsoluteUri + hash);
        return watched;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
            await _browser.DisposeAsync();
        }

        _profile.Delete(recursive: true);
    }

    private static string? Executable()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return Environment.GetEnvironmentVariable("ALOE_CHROMIUM") is { Length: > 0 } set
            ? set
            : new[] { "chromium", "google-chrome" }.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}
