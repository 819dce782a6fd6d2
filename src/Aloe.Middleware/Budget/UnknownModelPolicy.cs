namespace Aloe.Middleware;

/// <summary>What a <see cref="Budget"/> does with a model that its price table does not know.</summary>
public enum UnknownModelPolicy
{
    /// <summary>Refuses the call before it is sent.</summary>
    Refuse,

    /// <summary>Lets the call go, counts its tokens, and reports its cost as unknown.</summary>
    Count,
}
