using System.Text.Json;
using Aloe.Randomness;
using Aloe.Simulation.World;
using Microsoft.Extensions.AI;

namespace Aloe.Simulation.Participants;

/// <summary>Tells what the user's messages have shown: which facts and traits of the persona, where its prompt holds one, else what can be taken from the messages alone.</summary>
internal sealed class SimulatedInducer() : SimulatedChatClient("inducer")
{
    protected override string Answer(IReadOnlyList<ChatMessage> conversation, SeededRandom random)
    {
        var prompt = conversation[^1].Text;
        var messages = PromptReader.Transcript(PromptReader.Required(prompt, "conversation")).User;
        var (facts, traits) = PromptReader.Block(prompt, "profile") is { } profile
            ? Revealed(profile, PromptReader.Required(prompt, "personality"), string.Join(' ', messages))
            : Inferred(PromptReader.Known(PromptReader.Required(prompt, "known")), messages);
        return $"{{\"facts\":{Json(facts)},\"traits\":{Json(traits)}}}";
    }

    private static (IEnumerable<string> Facts, IEnumerable<string> Traits) Revealed(string profile, string personality, string messages)
    {
        var words = FactReader.WordSet(messages);
        var facts = FactReader.Read(profile).Where(fact => fact.IsToldIn(words)).Select(fact => fact.Sentence);

        var shown = Cues.Read(Words.Line(messages)).ToHashSet();
        var traits = Words.Sentences(personality)
            .Where(sentence => PersonalityReader.Read(sentence) is var style && style.Set.Any(dimension => shown.Contains((dimension, style[dimension]))));
        return (facts, traits);
    }

    /// <summary>What was known, less the traits that the messages contradict, and what the messages add to it.</summary>
    private static (IEnumerable<string> Facts, IEnumerable<string> Traits) Inferred((List<string> Facts, List<string> Traits) known, List<string> messages)
    {
        var facts = known.Facts.Concat(messages.SelectMany(MessageReader.Statements).Select(ThirdPerson.Of)).Distinct();

        var shown = Cues.Style(Words.Line(string.Join(' ', messages)));
        var kept = known.Traits.Where(trait => PersonalityReader.Read(trait) is var style && !style.Set.Any(dimension => style[dimension] == -shown[dimension])).ToList();
        var keptStyle = PersonalityReader.Read(string.Join(' ', kept));
        var traits = kept.Concat(shown.Set.Where(dimension => keptStyle[dimension] == 0).Select(dimension => PersonaWriter.Trait(dimension, shown[dimension])));
        return (facts, traits);
    }

    private static string Json(IEnumerable<string> texts)
        => $"[{string.Join(',', texts.Select(text => $"\"{JsonEncodedText.Encode(text)}\""))}]";
}
