using System.Collections.Concurrent;

namespace Aloe.Testing;

/// <summary>Counts by distinct request and by fault.</summary>
internal sealed class RequestLedger
{
    private readonly ConcurrentDictionary<string, ServedRequest> _requests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<FaultKind, int> _faults = new();

    public IReadOnlyList<ServedRequest> Requests => [.. _requests.Values];

    public IReadOnlyDictionary<FaultKind, int> Faults => new SortedDictionary<FaultKind, int>(_faults);

    /// <returns>How often the request arrived before.</returns>
    public int Arrived(string id)
        => _requests.AddOrUpdate(
            id,
            static id => new ServedRequest(id, 1, 0, 0, 0),
            static (_, request) => request with { Asked = request.Asked + 1, AskedAgain = request.AskedAgain + (request.Answered > 0 ? 1 : 0) }).Asked - 1;

    public void Injected(FaultKind fault) => _faults.AddOrUpdate(fault, 1, static (_, count) => count + 1);

    public void Left(string id, bool isAnswered)
        => _requests.AddOrUpdate(
            id,
            static (id, _) => throw new InvalidOperationException($"Request {id} left before it arrived."),
            static (_, request, isAnswered) => isAnswered ? request with { Answered = request.Answered + 1 } : request with { Failed = request.Failed + 1 },
            isAnswered);
}
