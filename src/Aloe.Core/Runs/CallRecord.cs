using System.Text.Json;

namespace Aloe.Runs;

/// <summary>An answered call in the journal.</summary>
/// <param name="Item">Id of the item that asked.</param>
/// <param name="Role">Role that was asked.</param>
/// <param name="Request">Hash of the request (<see cref="RequestHash"/>).</param>
/// <param name="Occurrence">0 for the first time the item asks just that.</param>
/// <param name="Response">The answer, as Microsoft.Extensions.AI writes a <c>ChatResponse</c>.</param>
internal sealed record CallRecord(string Item, string Role, string Request, int Occurrence, JsonElement Response)
{
    public CallKey Key => new(Role, Request, Occurrence);
}
