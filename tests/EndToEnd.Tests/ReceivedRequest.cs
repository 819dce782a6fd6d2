using System.Text.Json.Nodes;

namespace Aloe.Samples.EndToEnd.Tests;

/// <summary>What a server saw of a request.</summary>
internal sealed record ReceivedRequest(string Path, IReadOnlyDictionary<string, string> Headers, JsonObject Body);
