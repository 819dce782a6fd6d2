using System.Text.Json;
using Aloe.Prompts;
using Microsoft.Extensions.AI;

namespace Aloe.Answers;

/// <summary>The form in which a role answers: how it is asked for and how it is read.</summary>
/// <param name="example">The form as prompts show it: <c>{"facts":[...],"traits":[...]}</c>.</param>
/// <param name="name">Name of the schema, for providers that want one.</param>
/// <param name="schema">The JSON schema.</param>
/// <param name="read">Reads an answer; false where it is not in this form.</param>
internal sealed class AnswerForm<T>(string example, string name, string schema, AnswerReader<T> read)
{
    /// <summary>Of a longer unreadable answer, in characters, a repair prompt shows only the beginning.</summary>
    private const int LongestShown = 2_000;

    public string Example { get; } = example;

    public ChatResponseFormat Format { get; } = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(schema), name);

    public bool TryRead(string answer, out T value) => read(answer, out value);

    /// <summary>Asks for an answer in this form and, where it cannot be read, once more with the answer and the form in view.</summary>
    /// <param name="task">The prompt.</param>
    /// <param name="repair">Template of the repair prompt; null asks once only.</param>
    /// <param name="ask">Asks a prompt.</param>
    public async Task<FormAnswer<T>> AskAsync(string task, string? repair, Func<string, Task<string>> ask)
    {
        var answer = await ask(task).ConfigureAwait(false);
        var isReadable = TryRead(answer, out var value);
        if (isReadable || repair is null)
        {
            return new FormAnswer<T>(value, isReadable, RepairRounds: 0);
        }

        var again = PromptSet.Fill(repair, ("task", task), ("answer", answer.Length > LongestShown ? $"{answer[..LongestShown]}…" : answer), ("form", Example));
        isReadable = TryRead(await ask(again).ConfigureAwait(false), out value);
        return new FormAnswer<T>(value, isReadable, RepairRounds: 1);
    }
}
