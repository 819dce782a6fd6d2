using PuppeteerSharp;

namespace Aloe.Reporting.Tests.Browser;

/// <summary>An open page and what went on in it.</summary>
public sealed class BrowserPage : IAsyncDisposable
{
    private readonly List<string> _complaints = [];
    private readonly List<string> _requests = [];

    public BrowserPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) => _complaints.Add(message.Message.Text);
        page.PageError += (_, error) => _complaints.Add(error.Message);
        page.Dialog += async (_, dialog) =>
        {
            _complaints.Add($"dialog: {dialog.Dialog.Message}");
            await dialog.Dialog.Dismiss();
        };
        page.Request += (_, request) => _requests.Add(request.Request.Url);
    }

    public IPage Page { get; }

    public async Task WaitAsync(string condition)
    {
        try
        {
            await Page.WaitForFunctionAsync($"() => {condition}", new WaitForFunctionOptions { Timeout = 30_000 });
        }
        catch (WaitTaskTimeoutException)
        {
            Assert.Fail($"It never came true that {condition}. The page said: {string.Join("; ", _complaints)}");
        }
    }

    public Task<T> ReadAsync<T>(string expression) => Page.EvaluateExpressionAsync<T>(expression);

    /// <summary>The page opened one file, asked for nothing else and had nothing to complain about.</summary>
    public void AssertQuiet()
    {
        Assert.Empty(_complaints);
        Assert.Equal("file", new Uri(Assert.Single(_requests)).Scheme);
    }

    public async ValueTask DisposeAsync() => await Page.CloseAsync();
}
