using Aloe.Answers;
using Aloe.Prompts;
using Aloe.Randomness;
using Microsoft.Extensions.AI;

namespace Aloe.Evaluation;

/// <summary>Questions about a person, asked at temperature 0, once more where the answer cannot be read, with a schema where the provider is known to take one.</summary>
internal sealed class PersonaQuestion(IChatClient client, PromptSet prompts)
{
    public Task<FormAnswer<T>> AskAsync<T>(string task, AnswerForm<T> form, long? seed, CancellationToken cancellationToken)
    {
        var format = SchemaSupport.IsGiven(StructuredOutput.Auto, client) ? form.Format : null;
        var seeds = seed is { } given ? SeededRandom.For(given, "persona") : null;
        return form.AskAsync(task, prompts.Repair, async prompt =>
        {
            var options = new ChatOptions { Temperature = 0, Seed = seeds?.NextSeed(), ResponseFormat = format };
            var response = await client.GetResponseAsync([new ChatMessage(ChatRole.User, prompt)], options, cancellationToken).ConfigureAwait(false);
            return response.Text;
        });
    }
}
