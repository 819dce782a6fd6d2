using Aloe.Torch.Training;

namespace Aloe.Torch.Tests.Training;

public sealed class ReferenceCacheTests : IDisposable
{
    private const string Fingerprint = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    private readonly TemporaryFolder _folder = new();
    private readonly Recorder _notices = new();
    private int _computed;

    private string File => Directory.GetFiles(_folder.Path, ReferenceCache.Pattern).Single();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_stored_is_not_computed_again()
    {
        Get();
        var second = Get();

        Assert.Equal(1, _computed);
        Assert.Equal([-1.25, -1e-17 / 3], second["a"]);
        Assert.Equal([-3.5], second["b"]);
        Assert.Empty(_notices.Notices);
    }

    [Fact]
    public void Another_fingerprint_is_another_file()
    {
        Get();
        Get(Fingerprint.Replace('0', '7'));

        Assert.Equal(2, _computed);
        Assert.Equal(2, Directory.GetFiles(_folder.Path, ReferenceCache.Pattern).Length);
    }

    [Theory]
    [InlineData("-3.5", "-3.4")]
    [InlineData("\"b\"", "\"c\"")]
    [InlineData("}", "")]
    [InlineData("0011", "0012")]
    public void Damage_is_told_and_the_log_probs_are_computed_again(string part, string other)
    {
        Get();
        System.IO.File.WriteAllText(File, System.IO.File.ReadAllText(File).Replace(part, other, StringComparison.Ordinal));

        Assert.Equal([-3.5], Get()["b"]);
        Get();

        Assert.Equal(2, _computed);
        Assert.Contains("are damaged; they are computed again", Assert.Single(_notices.Notices));
    }

    private ReferenceLogProbs Get(string fingerprint = Fingerprint)
        => new ReferenceCache(_folder.Path, new TrainingLog(_folder["training.log"], _notices, TimeProvider.System)).Get(fingerprint, () =>
        {
            _computed++;
            return new ReferenceLogProbs(new() { ["b"] = [-3.5], ["a"] = [-1.25, -1e-17 / 3] });
        });
}
