using System.Security.Cryptography;
using System.Text;

namespace Aloe;

/// <summary>A person that a conversation is held with: what is true of them and how they are (paper, section 3.1).</summary>
/// <param name="Id">Stable identifier; <see cref="Create"/> derives it from the two texts.</param>
/// <param name="Profile">8–10 objective facts, one sentence each.</param>
/// <param name="Personality">8–10 traits, one sentence each.</param>
/// <remarks>Immutable, and so safe to share between threads.</remarks>
public sealed record Persona(string Id, string Profile, string Personality)
{
    /// <summary>Creates a persona whose <see cref="Id"/> is a hash of its texts, so that the same texts always get the same id.</summary>
    /// <param name="profile">The facts.</param>
    /// <param name="personality">The traits.</param>
    /// <exception cref="ArgumentException">One of the texts is empty.</exception>
    public static Persona Create(string profile, string personality)
    {
        Require.Text(profile, nameof(profile));
        Require.Text(personality, nameof(personality));
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{profile}\n\u001f\n{personality}"));
        return new Persona($"p-{Convert.ToHexStringLower(hash.AsSpan(0, 8))}", profile, personality);
    }
}
