namespace Aloe.Simulation.World;

/// <summary>Makes a sentence of a phrase that leaves its subject out: "sells honey" becomes "She sells honey.", "They sell honey." or "I sell honey."</summary>
internal static class Sentence
{
    /// <param name="phrase">A predicate in the third person singular, or a whole sentence; <c>&lt;their&gt;</c> and <c>&lt;Their&gt;</c> stand for the possessive.</param>
    /// <param name="subject"><c>He</c>, <c>She</c>, <c>They</c> or <c>I</c>.</param>
    public static string Of(string phrase, string subject)
    {
        var (possessive, capital) = subject switch { "He" => ("his", "His"), "She" => ("her", "Her"), "I" => ("my", "My"), _ => ("their", "Their") };
        var filled = phrase.Replace("<their>", possessive, StringComparison.Ordinal).Replace("<Their>", capital, StringComparison.Ordinal);
        return filled.EndsWith('.') ? filled
            : subject == "I" ? $"{FirstPerson.Of($"She {filled}")}."
            : PersonaWriter.Agree($"{subject} {filled}.");
    }
}
