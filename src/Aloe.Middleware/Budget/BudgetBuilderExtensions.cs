using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>Puts a budget into a pipeline.</summary>
public static class BudgetBuilderExtensions
{
    /// <summary>Holds the calls of a role within a budget. Put it inside of a cache and of retries, next to the provider, so that every call that is sent is counted.</summary>
    /// <param name="builder">The pipeline.</param>
    /// <param name="budget">The budget; shared by all pipelines of a run.</param>
    /// <param name="role">Under which name the calls are counted, such as <c>judge</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="role"/> is empty.</exception>
    public static ChatClientBuilder UseBudget(this ChatClientBuilder builder, Budget budget, string role)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(budget);
        Require.Text(role, nameof(role));
        return builder.Use(inner => new BudgetChatClient(inner, budget, role));
    }
}
