using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Aloe.Quality;

namespace Aloe.Prompts;

/// <summary>The prompts of all roles. Each is a template whose placeholders stand in braces; replace one with <c>with</c>.</summary>
/// <remarks>Immutable and thread-safe. <see cref="Version"/> and a hash of the texts go into manifests, so that results name the prompts they rest on.</remarks>
public sealed record PromptSet
{
    /// <summary>The built-in prompts.</summary>
    public static PromptSet Default { get; } = new();

    /// <summary>Version of the prompts. <value>Default: 1.</value></summary>
    public string Version { get; init; } = "1";

    /// <summary>System message of the user role. Placeholders: profile, personality.</summary>
    public string User { get; init; } = Resource("user");

    /// <summary>Asks the user role for its first message.</summary>
    public string UserOpening { get; init; } = Resource("user-opening");

    /// <summary>The same, for a greeting (<see cref="OpeningStyle.Greeting"/>).</summary>
    public string GreetingOpening { get; init; } = Resource("user-opening-greeting");

    /// <summary>The same, for a question (<see cref="OpeningStyle.Question"/>).</summary>
    public string QuestionOpening { get; init; } = Resource("user-opening-question");

    /// <summary>The same, for something that happened (<see cref="OpeningStyle.Story"/>).</summary>
    public string StoryOpening { get; init; } = Resource("user-opening-story");

    /// <summary>The same, for a task to help with (<see cref="OpeningStyle.Request"/>).</summary>
    public string RequestOpening { get; init; } = Resource("user-opening-request");

    /// <summary>The inducer's task. Placeholders: profile, personality, conversation.</summary>
    public string Inducer { get; init; } = Resource("inducer");

    /// <summary>System message of the responder that knows the revealed persona. Placeholder: revealed.</summary>
    public string InformedResponder { get; init; } = Resource("responder-informed");

    /// <summary>System message of the responder that sees only the conversation.</summary>
    public string UninformedResponder { get; init; } = Resource("responder-uninformed");

    /// <summary>The judge's comparison. Placeholders: profile, personality, conversation, reply_a, reply_b.</summary>
    public string JudgePair { get; init; } = Resource("judge-pair");

    /// <summary>The judge's scoring. Placeholders: profile, personality, conversation, reply.</summary>
    public string JudgeScore { get; init; } = Resource("judge-score");

    /// <summary>Asks the judge whether the user still is who they were. Placeholders: profile, personality, conversation.</summary>
    public string JudgeDrift { get; init; } = Resource("judge-drift");

    /// <summary>Asks who the user of a conversation is. Placeholders: known, conversation.</summary>
    public string PersonaInference { get; init; } = Resource("persona-inference");

    /// <summary>Asks which claims about a person are so. Placeholders: facts, claimed_facts, traits, claimed_traits; each is a numbered list.</summary>
    public string PersonaMatch { get; init; } = Resource("persona-match");

    /// <summary>Tells a model what is known of its user. Placeholder: revealed.</summary>
    public string PersonaHint { get; init; } = Resource("persona-hint");

    /// <summary>Asks for new profiles. Placeholders: count, examples.</summary>
    public string ProfileAuthor { get; init; } = Resource("author-profile");

    /// <summary>Asks for new personalities. Placeholders: count, examples.</summary>
    public string PersonalityAuthor { get; init; } = Resource("author-personality");

    /// <summary>Version and a hash of all texts, such as <c>1-0123456789abcdef</c>: two sets with the same fingerprint ask the same.</summary>
    public string Fingerprint() => $"{Version}-{Hash(ToString())}";

    /// <summary>The same over the texts that decide a benchmark's scores, which are those that begin a conversation, <see cref="User"/> and <see cref="JudgeScore"/>: two sets with the same one score alike.</summary>
    public string EvaluationFingerprint()
        => $"{Version}-{Hash(string.Join('\u001f', User, UserOpening, GreetingOpening, QuestionOpening, StoryOpening, RequestOpening, JudgeScore))}";

    /// <summary>Asks the inducer or the judge once more when its answer could not be read. Placeholders: task (the prompt before), answer, form.</summary>
    public string Repair { get; init; } = Resource("repair");

    /// <summary>Fills a template.</summary>
    /// <param name="template">Text with placeholders such as <c>{profile}</c>.</param>
    /// <param name="values">Name and value of each placeholder. Values are inserted as they are: braces in them are never taken for placeholders.</param>
    public static string Fill(string template, params ReadOnlySpan<(string Name, string Value)> values)
    {
        ArgumentNullException.ThrowIfNull(template);
        var filled = new StringBuilder(template.Length);
        for (var at = 0; at < template.Length;)
        {
            var open = template.IndexOf('{', at);
            if (open < 0)
            {
                filled.Append(template, at, template.Length - at);
                break;
            }

            filled.Append(template, at, open - at);
            at = open + 1;
            var replaced = false;
            foreach (var (name, value) in values)
            {
                if (string.CompareOrdinal(template, at, name, 0, name.Length) == 0 && at + name.Length < template.Length && template[at + name.Length] == '}')
                {
                    filled.Append(value);
                    at += name.Length + 1;
                    replaced = true;
                    break;
                }
            }

            if (!replaced)
            {
                filled.Append('{');
            }
        }

        return filled.ToString();
    }

    /// <summary>Renders a conversation as lines of <c>user: …</c> and <c>assistant: …</c>, the form in which prompts show it.</summary>
    /// <param name="messages">The conversation.</param>
    public static string Transcript(IEnumerable<DialogueMessage> messages)
        => string.Join('\n', messages.Select(message => $"{(message.Role == DialogueRole.User ? "user" : "assistant")}: {message.Text.ReplaceLineEndings(" ")}"));

    /// <summary>Renders a revealed persona as one <c>fact: …</c> or <c>trait: …</c> line each, the form in which prompts show it.</summary>
    /// <param name="revealed">What is known.</param>
    public static string Known(RevealedPersona revealed)
    {
        ArgumentNullException.ThrowIfNull(revealed);
        return string.Join('\n', revealed.Facts.Select(fact => $"fact: {fact}").Concat(revealed.Traits.Select(trait => $"trait: {trait}")));
    }

    /// <summary>What <see cref="OpeningStyle.Mixed"/> draws from.</summary>
    internal static IReadOnlyList<OpeningStyle> MixedOpenings { get; } = [OpeningStyle.Greeting, OpeningStyle.Question, OpeningStyle.Story, OpeningStyle.Request];

    /// <summary>What asks the user role for its first message.</summary>
    internal string Opening(OpeningStyle style) => style switch
    {
        OpeningStyle.Greeting => GreetingOpening,
        OpeningStyle.Question => QuestionOpening,
        OpeningStyle.Story => StoryOpening,
        OpeningStyle.Request => RequestOpening,
        _ => UserOpening,
    };

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));

    /// <summary>Renders a whole persona in that form, a sentence a line, for a model that is told everything: the control from above.</summary>
    /// <param name="persona">Who the user is.</param>
    public static string Known(Persona persona)
    {
        ArgumentNullException.ThrowIfNull(persona);
        return Known(new RevealedPersona([.. Sentence.Split(persona.Profile)], [.. Sentence.Split(persona.Personality)]));
    }

    private static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Aloe.Prompts.{name}.prompt.md")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n").TrimEnd();
    }
}
