using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;

namespace Aloe.Samples.GenerateDataset;

/// <summary>Everything that decides what a run makes, as names and values; options of the command line bear their own names. More trees may be asked for later, so their number is not among them.</summary>
internal static class DatasetSettings
{
    public static SortedDictionary<string, string> Of(DatasetOptions options)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["--personas"] = options.Personas.ToString(CultureInfo.InvariantCulture),
            ["--seed"] = options.Seed.ToString(CultureInfo.InvariantCulture),
            ["--profile-seeds"] = Seeds(options.ProfileSeeds),
            ["--personality-seeds"] = Seeds(options.PersonalitySeeds),
            ["--provider"] = options.Provider.Name,
            ["version"] = typeof(Persona).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0],
        };
        if (!options.Provider.IsSimulated)
        {
            values["--model"] = options.Provider.Model!;
            foreach (var (role, model) in options.Provider.RoleModels)
            {
                values[$"--{role}-model"] = model;
            }
        }

        return values;
    }

    /// <summary>Seed texts count by what they are, not by where they lie.</summary>
    private static string Seeds(string? file) => file is null ? "built in" : Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))[..12];
}
