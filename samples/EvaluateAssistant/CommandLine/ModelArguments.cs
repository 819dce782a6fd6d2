using System.CommandLine;
using Aloe.Samples.CommandLine;
using Aloe.Samples.Providers;

namespace Aloe.Samples.EvaluateAssistant.CommandLine;

/// <summary>The options that name one model.</summary>
internal sealed class ModelArguments
{
    private readonly string _prefix;
    private readonly Option<string?> _provider;
    private readonly Option<string?> _model;
    private readonly Option<string?> _endpoint;

    /// <param name="prefix">What the options begin with, such as <c>judge-</c>; empty for the assistant.</param>
    /// <param name="who">Whose model it is.</param>
    public ModelArguments(string prefix, string who)
    {
        _prefix = prefix;
        _provider = new($"--{prefix}provider")
        {
            Description = $"Where {who} runs: offline stand-in, or a model behind an OpenAI-compatible or an Ollama server. The key of openai is read from the environment variable OPENAI_API_KEY.",
            HelpName = "simulated|openai|ollama",
        };
        _model = new($"--{prefix}model") { Description = $"Model of {who}.{(prefix.Length == 0 ? " For simulated: generic, or oracle, which is told the persona." : "")}", HelpName = "NAME" };
        _endpoint = new($"--{prefix}endpoint") { Description = $"Address of the server of {who}. [default: that of OpenAI, or Ollama on this machine]", HelpName = "URL" };
        _provider.AllowOnly(ProviderOptions.Simulated, ProviderOptions.OpenAI, ProviderOptions.Ollama);
    }

    public IEnumerable<Option> Options => [_provider, _model, _endpoint];

    /// <summary>Reads the options.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="otherwise">The model where none is named; also the provider, if that is not named either.</param>
    /// <exception cref="UsageException">Options that do not go together.</exception>
    public ModelOptions Read(ParseResult result, ModelOptions otherwise)
    {
        var provider = result.GetValue(_provider) ?? otherwise.Provider;
        var isSame = provider == otherwise.Provider;
        var model = result.GetValue(_model) ?? (isSame ? otherwise.Model : null);
        if (provider == ProviderOptions.Simulated)
        {
            return result.GetValue(_endpoint) is null
                ? new ModelOptions { Model = Simulated(model ?? ModelOptions.Generic) }
                : throw new UsageException($"--{_prefix}endpoint needs --{_prefix}provider openai or ollama.");
        }

        return string.IsNullOrWhiteSpace(model)
            ? throw new UsageException($"--{_prefix}provider {provider} needs --{_prefix}model NAME.")
            : new ModelOptions { Provider = provider, Model = model, Endpoint = ProviderArguments.ReadEndpoint(result.GetValue(_endpoint), $"--{_prefix}endpoint") ?? (isSame ? otherwise.Endpoint : null) };
    }

    private string Simulated(string model) => model is ModelOptions.Generic or ModelOptions.Oracle
        ? model
        : throw new UsageException($"--{_prefix}model must be generic or oracle where the provider is simulated; it was '{model}'.");
}
