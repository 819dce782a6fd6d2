using System.Globalization;

namespace Aloe.Middleware;

/// <summary>A call was not sent, because with it a limit of the <see cref="Budget"/> might be passed. No use in trying again.</summary>
public sealed class BudgetExceededException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="limit">The limit that would be passed.</param>
    /// <param name="role">Who wanted to call.</param>
    /// <param name="spent">Cost, tokens or calls so far.</param>
    /// <param name="reserved">What calls in flight may add.</param>
    /// <param name="needed">What this call may add.</param>
    /// <param name="maximum">The limit's value.</param>
    /// <param name="unit">Currency, <c>tokens</c> or <c>calls</c>.</param>
    public BudgetExceededException(BudgetLimit limit, string role, decimal spent, decimal reserved, decimal needed, decimal maximum, string unit)
        : base(string.Create(CultureInfo.InvariantCulture, $"The budget of {maximum:0.######} {unit} (BudgetOptions.Max{limit}) does not allow this call of role {role}: {spent:0.######} spent, {reserved:0.######} reserved by calls in flight, {needed:0.######} needed."))
    {
        Limit = limit;
        Role = role;
        Spent = spent;
        Maximum = maximum;
    }

    /// <summary>The limit that would be passed.</summary>
    public BudgetLimit Limit { get; }

    /// <summary>Who wanted to call.</summary>
    public string Role { get; }

    /// <summary>Cost, tokens or calls when the call was refused, calls in flight not counted.</summary>
    public decimal Spent { get; }

    /// <summary>The limit's value.</summary>
    public decimal Maximum { get; }
}
