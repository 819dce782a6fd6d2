namespace Aloe.Core.Tests.Data;

/// <summary>Finds the persona files of the reference implementation, which carry no licence and so are not part of the repository.</summary>
internal static class ReferenceData
{
    public const string SkipReason = "The reference's persona files are not here; name their folder in ALOE_REFERENCE_DATA.";

    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("ALOE_REFERENCE_DATA") is { Length: > 0 } named)
        {
            return named;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data", "aloe-reference");
            if (Directory.Exists(data))
            {
                return data;
            }
        }

        return null;
    }
}
