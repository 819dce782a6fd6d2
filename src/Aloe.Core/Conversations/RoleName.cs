using System.Globalization;

namespace Aloe.Conversations;

/// <summary>The roles as seeds and errors name them; the same names as the properties of <see cref="AloeRoles"/>.</summary>
internal static class RoleName
{
    public const string User = "user";
    public const string Inducer = "inducer";
    public const string Preferred = "preferred";
    public const string Rejected = "rejected";
    public const string Judge = "judge";

    /// <summary>In the benchmark, the model under test.</summary>
    public const string Assistant = "assistant";

    /// <summary>The model under test where it is asked who the user is.</summary>
    public const string Probe = "probe";

    /// <summary>The judge by its 0-based place among several: <c>judge</c>, <c>judge-2</c> and so on.</summary>
    public static string JudgeAt(int index) => index == 0 ? Judge : string.Create(CultureInfo.InvariantCulture, $"{Judge}-{index + 1}");
}
