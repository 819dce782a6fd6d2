namespace Aloe.Middleware;

/// <summary>The limits of a <see cref="Budget"/>.</summary>
public enum BudgetLimit
{
    /// <summary><see cref="BudgetOptions.MaxCost"/>.</summary>
    Cost,

    /// <summary><see cref="BudgetOptions.MaxTokens"/>.</summary>
    Tokens,

    /// <summary><see cref="BudgetOptions.MaxCalls"/>.</summary>
    Calls,
}
