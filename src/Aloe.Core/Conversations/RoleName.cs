namespace Aloe.Conversations;

/// <summary>The roles as seeds and errors name them; the same names as the properties of <see cref="AloeRoles"/>.</summary>
internal static class RoleName
{
    public const string User = "user";
    public const string Inducer = "inducer";
    public const string Preferred = "preferred";
    public const string Rejected = "rejected";
    public const string Judge = "judge";
}
