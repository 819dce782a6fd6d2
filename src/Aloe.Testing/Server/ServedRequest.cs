namespace Aloe.Testing;

/// <summary>What became of one distinct request to a <see cref="FaultInjectingServer"/>. Requests are the same if their bodies are, byte for byte.</summary>
/// <param name="Id">Hash of the body.</param>
/// <param name="Asked">Times it arrived.</param>
/// <param name="Answered">Times a full, valid response was sent, an empty or a huge one included.</param>
/// <param name="Failed">Times it got something else, or its caller went away.</param>
/// <param name="AskedAgain">Times it arrived though it had been answered: what a careful caller keeps at 0.</param>
public sealed record ServedRequest(string Id, int Asked, int Answered, int Failed, int AskedAgain);
