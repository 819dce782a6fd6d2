using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>One of the clients that a <see cref="RoutingChatClient"/> may ask.</summary>
public sealed class RoutingEndpoint
{
    /// <summary>Creates an endpoint.</summary>
    /// <param name="name">Name, unique among the endpoints; which requests it gets depends on it.</param>
    /// <param name="client">The client, with a breaker and limits of its own if it needs them; disposed with the routing client.</param>
    /// <param name="weight">Its share of the requests, relative to the others. A finite number above 0.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="weight"/> is out of range.</exception>
    public RoutingEndpoint(string name, IChatClient client, double weight = 1)
    {
        ArgumentNullException.ThrowIfNull(client);
        Name = Require.Text(name, nameof(name));
        Client = client;
        Weight = Require.Positive(weight, nameof(weight));
    }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>Client.</summary>
    public IChatClient Client { get; }

    /// <summary>Share of the requests, relative to the others.</summary>
    public double Weight { get; }
}
