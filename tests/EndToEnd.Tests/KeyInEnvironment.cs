namespace Aloe.Samples.EndToEnd.Tests;

/// <summary>Tests that set the key in the environment of this process run one at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class KeyInEnvironment
{
    public const string Name = "API key";
}
