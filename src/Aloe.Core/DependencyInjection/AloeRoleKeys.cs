namespace Aloe.DependencyInjection;

/// <summary>Keys under which the chat clients of the roles are registered.</summary>
public static class AloeRoleKeys
{
    /// <summary>Key of <see cref="AloeRoles.User"/>.</summary>
    public const string User = "aloe-user";

    /// <summary>Key of <see cref="AloeRoles.Inducer"/>.</summary>
    public const string Inducer = "aloe-inducer";

    /// <summary>Key of <see cref="AloeRoles.Preferred"/>.</summary>
    public const string Preferred = "aloe-preferred";

    /// <summary>Key of <see cref="AloeRoles.Rejected"/>.</summary>
    public const string Rejected = "aloe-rejected";

    /// <summary>Key of <see cref="AloeRoles.Judge"/>.</summary>
    public const string Judge = "aloe-judge";

    /// <summary>Key of <see cref="AloeRoles.Author"/>; where it is missing, the user's client writes.</summary>
    public const string Author = "aloe-author";

    /// <summary>Key of the client that plays every role without one of its own.</summary>
    public const string AnyRole = "aloe-any-role";
}
