namespace Aloe.Middleware;

/// <summary>A call in flight with its reservation, which ends once: settled, found in a cache, or else failed when it is disposed.</summary>
internal sealed class ReservedCall(Budget budget, string role, string model, TokenCounts estimate, (decimal Cost, decimal Tokens, decimal Calls) needed) : IDisposable
{
    private bool _isOver;

    public string Role { get; } = role;

    public string Model { get; } = model;

    public TokenCounts Estimate { get; } = estimate;

    public (decimal Cost, decimal Tokens, decimal Calls) Needed { get; } = needed;

    public void Settle(TokenCounts tokens, bool isEstimated, string? answeredBy)
    {
        _isOver = true;
        budget.Settle(this, tokens, isEstimated, answeredBy);
    }

    public void Hit()
    {
        _isOver = true;
        budget.Hit(this);
    }

    public void Dispose()
    {
        if (!_isOver)
        {
            _isOver = true;
            budget.Fail(this);
        }
    }
}
