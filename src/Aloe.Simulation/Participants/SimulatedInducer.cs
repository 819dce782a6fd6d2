using System.Text.Json;
using Aloe.Randomness;
using Aloe.Simulation.World;
using Microsoft.Extensions.AI;

namespace Aloe.Simulation.Participants;

/// <summary>Tells which facts and traits of the persona the user's messages have shown.</summary>
internal sealed class SimulatedInducer() : SimulatedChatClient("inducer")
{
    protected override string Answer(IReadOnlyList<ChatMessage> conversation, SeededRandom random)
    {
        var prompt = conversation[^1].Text;
        var messages = string.Join(' ', PromptReader.Transcript(PromptReader.Required(prompt, "conversation")).User);
        var words = FactReader.WordSet(messages);
        var facts = FactReader.Read(PromptReader.Required(prompt, "profile")).Where(fact => fact.IsToldIn(words)).Select(fact => fact.Sentence);

        var shown = Cues.Read(Words.Line(messages)).ToHashSet();
        var traits = Words.Sentences(PromptReader.Required(prompt, "personality"))
            .Where(sentence => PersonalityReader.Read(sentence) is var style && style.Set.Any(dimension => shown.Contains((dimension, style[dimension]))));
        return $"{{\"facts\":{Json(facts)},\"traits\":{Json(traits)}}}";
    }

    private static string Json(IEnumerable<string> texts)
        => $"[{string.Join(',', texts.Select(text => $"\"{JsonEncodedText.Encode(text)}\""))}]";
}
