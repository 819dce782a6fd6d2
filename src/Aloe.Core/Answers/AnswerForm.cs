using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Aloe.Answers;

/// <summary>The form in which a role answers: how it is asked for and how it is read.</summary>
/// <param name="example">The form as prompts show it: <c>{"facts":[...],"traits":[...]}</c>.</param>
/// <param name="name">Name of the schema, for providers that want one.</param>
/// <param name="schema">The JSON schema.</param>
/// <param name="read">Reads an answer; false where it is not in this form.</param>
internal sealed class AnswerForm<T>(string example, string name, string schema, AnswerReader<T> read)
{
    public string Example { get; } = example;

    public ChatResponseFormat Format { get; } = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(schema), name);

    public bool TryRead(string answer, out T value) => read(answer, out value);
}
