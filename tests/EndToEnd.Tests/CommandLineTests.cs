using Aloe.Samples.EndToEnd.CommandLine;

namespace Aloe.Samples.EndToEnd.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public async Task No_option_means_the_documented_defaults()
    {
        var options = await OptionsOf();
        Assert.Equal(new RunOptions { Provider = options.Provider }, options);
        Assert.Equal("aloe-run", options.Out);
        Assert.True(options.Provider.IsSimulated);
        Assert.Equal(NanoRecipe.Default, options.Recipe());
    }

    [Fact]
    public async Task Every_option_arrives()
    {
        var options = await OptionsOf("--out", "here", "--seed", "-7", "--quick", "--trees", "30", "--personas", "20", "--cases", "9", "--device", "cuda", "--base", "model", "--concurrency", "3");
        Assert.Equal(
            new RunOptions { Out = "here", Seed = -7, Quick = true, Trees = 30, Personas = 20, Cases = 9, Device = "cuda", Base = "model", Concurrency = 3, Provider = options.Provider },
            options);
        Assert.Equal(NanoRecipe.Quick with { Trees = 30, Personas = 20, Cases = 9 }, options.Recipe());
    }

    [Fact]
    public async Task Roles_may_have_models_of_their_own()
    {
        var provider = (await OptionsOf("--provider", "ollama", "--model", "small", "--judge-model", "big", "--endpoint", "http://localhost:1")).Provider;
        Assert.Equal(("small", "big"), (provider.ModelOf("user"), provider.ModelOf("judge")));
        Assert.Equal(new Uri("http://localhost:1"), provider.Endpoint);
        Assert.Equal("ollama: big, small", provider.Participants);
    }

    [Theory]
    [InlineData("--trees must be a whole number between 1 and 1000000; it was 'many'.", "--trees", "many")]
    [InlineData("--trees must be a whole number between 1 and 1000000; it was '0'.", "--trees", "0")]
    [InlineData("--personas must be a whole number between 1 and 1000000; it was '-1'.", "--personas", "-1")]
    [InlineData("--concurrency must be a whole number between 1 and 4096; it was '5000'.", "--concurrency", "5000")]
    [InlineData("--seed must be a whole number; it was '1.5'.", "--seed", "1.5")]
    [InlineData("--device must be cpu or cuda; it was 'tpu'.", "--device", "tpu")]
    [InlineData("--provider must be simulated, openai or ollama; it was 'other'.", "--provider", "other")]
    [InlineData("--out must name a folder.", "--out", " ")]
    [InlineData("Required argument missing for option: '--seed'.", "--seed")]
    [InlineData("Unrecognized command or argument '--sead'.", "--sead")]
    [InlineData("Unrecognized command or argument 'stray'.", "stray")]
    [InlineData("--model needs --provider openai or --provider ollama.", "--model", "m")]
    [InlineData("--judge-model needs --provider openai or --provider ollama.", "--judge-model", "m")]
    [InlineData("--provider openai needs --model NAME.", "--provider", "openai")]
    [InlineData("--endpoint must be an absolute http or https address without user name, password or query.", "--provider", "ollama", "--model", "m", "--endpoint", "localhost:1")]
    [InlineData("--endpoint must be an absolute http or https address without user name, password or query.", "--provider", "ollama", "--model", "m", "--endpoint", "http://me:secret@localhost:1")]
    [InlineData("--endpoint must be an absolute http or https address without user name, password or query.", "--provider", "ollama", "--model", "m", "--endpoint", "http://localhost:1/?key=secret")]
    public async Task A_bad_value_is_one_clear_line_and_exit_code_2(string expected, params string[] arguments)
    {
        var (code, output, error) = await RunAsync((_, _) => throw new InvalidOperationException("It ran."), arguments);
        Assert.Equal((2, "", expected + Environment.NewLine), (code, output, error));
    }

    [Fact]
    public async Task Help_explains_every_option()
    {
        var (code, output, error) = await RunAsync((_, _) => throw new InvalidOperationException("It ran."), "--help");
        Assert.Equal((0, ""), (code, error));
        string[] options = ["--out", "--seed", "--quick", "--trees", "--personas", "--device", "--concurrency", "--provider", "--model", "--endpoint", "--user-model", "--judge-model", "OPENAI_API_KEY"];
        Assert.All(options, option => Assert.Contains(option, output));
    }

    [Fact]
    public async Task A_failure_is_one_line_and_exit_code_1()
    {
        var (code, _, error) = await RunAsync((_, _) => throw new IOException("The disk\nis full."));
        Assert.Equal((1, "IOException: The disk is full. The same command continues where it stopped." + Environment.NewLine), (code, error));
    }

    [Fact]
    public async Task An_interrupted_run_says_how_to_go_on()
    {
        var (code, _, error) = await RunAsync((_, _) => throw new OperationCanceledException());
        Assert.Equal((130, "Interrupted. The same command continues where it stopped." + Environment.NewLine), (code, error));
    }

    private static async Task<RunOptions> OptionsOf(params string[] arguments)
    {
        RunOptions? read = null;
        var (code, _, error) = await RunAsync(
            (options, _) =>
            {
                read = options;
                return Task.FromResult(0);
            },
            arguments);
        Assert.Equal((0, ""), (code, error));
        return read!;
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(Func<RunOptions, CancellationToken, Task<int>> run, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await new Application(new RunCommand(run), output, error).RunAsync(arguments);
        return (code, output.ToString(), error.ToString());
    }
}
