using System.CommandLine;
using Aloe.Samples.Providers;

namespace Aloe.Samples.CommandLine;

/// <summary>The options that say who plays the roles.</summary>
internal sealed class ProviderArguments
{
    private readonly Option<string> _provider = new("--provider")
    {
        Description = "Who plays user, inducer, responders and judge: offline stand-ins, or models behind an OpenAI-compatible or an Ollama server. The key of openai is read from the environment variable OPENAI_API_KEY.",
        HelpName = "simulated|openai|ollama",
        DefaultValueFactory = _ => ProviderOptions.Simulated,
    };

    private readonly Option<string?> _model = new("--model") { Description = "Model of every role, for openai and ollama.", HelpName = "NAME" };

    private readonly Option<string?> _endpoint = new("--endpoint")
    {
        Description = "Address of the server. [default: that of OpenAI, or Ollama on this machine]",
        HelpName = "URL",
    };

    private readonly Dictionary<string, Option<string?>> _roleModels = ProviderOptions.Roles.ToDictionary(
        role => role,
        role => new Option<string?>($"--{role}-model") { Description = $"Model of the {role} role only.", HelpName = "NAME" });

    public ProviderArguments() => _provider.AllowOnly(ProviderOptions.Simulated, ProviderOptions.OpenAI, ProviderOptions.Ollama);

    public IEnumerable<Option> Options => [_provider, _model, _endpoint, .. _roleModels.Values];

    /// <exception cref="UsageException">Options that do not go together.</exception>
    public ProviderOptions Read(ParseResult result)
    {
        var name = result.GetRequiredValue(_provider);
        var model = result.GetValue(_model);
        var endpoint = result.GetValue(_endpoint);
        var roleModels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (role, option) in _roleModels)
        {
            if (result.GetValue(option) is { } value)
            {
                roleModels[role] = value;
            }
        }

        if (name == ProviderOptions.Simulated)
        {
            var stray = model is not null ? "--model" : endpoint is not null ? "--endpoint" : roleModels.Count > 0 ? $"--{roleModels.First().Key}-model" : null;
            return stray is null ? new ProviderOptions() : throw new UsageException($"{stray} needs --provider openai or --provider ollama.");
        }

        if (string.IsNullOrWhiteSpace(model))
        {
            throw new UsageException($"--provider {name} needs --model NAME.");
        }

        return new ProviderOptions { Name = name, Model = model, Endpoint = ReadEndpoint(endpoint, _endpoint.Name), RoleModels = roleModels };
    }

    /// <summary>Reads the address of a server.</summary>
    /// <param name="text">What the user typed; null gives null.</param>
    /// <param name="option">The option, for messages.</param>
    /// <exception cref="UsageException">It is no such address.</exception>
    public static Uri? ReadEndpoint(string? text, string option)
    {
        if (text is null)
        {
            return null;
        }

        // The endpoint goes into the manifest, so it must hold no credential.
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri is { UserInfo: "", Query: "", Fragment: "" }
            ? uri
            : throw new UsageException($"{option} must be an absolute http or https address without user name, password or query.");
    }
}
