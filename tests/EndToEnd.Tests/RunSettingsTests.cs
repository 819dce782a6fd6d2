using Aloe.Samples.EndToEnd.Pipeline;
using Aloe.Samples.Providers;

namespace Aloe.Samples.EndToEnd.Tests;

public sealed class RunSettingsTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void The_same_options_are_welcome_again_whatever_the_concurrency()
    {
        Claim(new RunOptions { Seed = 5, Concurrency = 1 });
        Claim(new RunOptions { Seed = 5, Concurrency = 64, Out = "another name" });
    }

    [Fact]
    public void Other_options_are_refused_with_the_difference()
    {
        Claim(new RunOptions { Seed = 1, Quick = true, Trees = 20 });
        var refused = Assert.Throws<UsageException>(() => Claim(new RunOptions { Seed = 2, Quick = true, Trees = 40 }));
        Assert.Equal("'run' was started with other options (--personas 20, now 40; --seed 1, now 2; --trees 20, now 40): repeat those, or use another --out.", refused.Message);
    }

    [Fact]
    public void Another_provider_or_model_is_refused()
    {
        Claim(new RunOptions());
        var real = new RunOptions { Provider = new ProviderOptions { Name = ProviderOptions.Ollama, Model = "small" } };
        var refused = Assert.Throws<UsageException>(() => Claim(real));
        Assert.Contains("--model not set, now small", refused.Message);
        Assert.Contains("--provider simulated, now ollama", refused.Message);
    }

    [Fact]
    public void Every_recipe_number_is_part_of_the_settings()
    {
        var values = RunSettings.Of(new RunOptions(), "base").Values;
        Assert.Equal("base", values["base model"]);
        Assert.Equal("10", values["recipe.turns"]);
        Assert.Contains("recipe.dpo.beta", values.Keys);
        Assert.Contains("recipe.sft.learningRate", values.Keys);
    }

    private void Claim(RunOptions options)
    {
        using var folder = RunFolder.Open(_root.Path);
        RunSettings.Of(options, "base").Claim(folder, "run");
    }
}
