namespace Aloe;

/// <summary>Whether the inducer and the judge are given a JSON schema for their answers (<c>ChatOptions.ResponseFormat</c>).</summary>
/// <remarks>Answers are read tolerantly in either case: a schema makes unreadable ones rare, it is no condition.</remarks>
public enum StructuredOutput
{
    /// <summary>Given to providers that are known to accept one: those that Microsoft.Extensions.AI names <c>openai</c> or <c>ollama</c>. Others may refuse the call and get none.</summary>
    Auto,

    /// <summary>Never given.</summary>
    Off,

    /// <summary>Always given; a provider that does not know schemas may fail.</summary>
    On,
}
