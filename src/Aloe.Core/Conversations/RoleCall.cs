using System.Globalization;
using Aloe.Answers;
using Aloe.Randomness;
using Microsoft.Extensions.AI;

namespace Aloe.Conversations;

/// <summary>The calls of one role in one turn: each attempt gets the next seed of a stream fixed by run, tree, turn and role; failures name all of them.</summary>
/// <param name="client">Who is asked.</param>
/// <param name="treeId">The tree.</param>
/// <param name="turn">The turn.</param>
/// <param name="role">The role.</param>
/// <param name="seed">Seed of the run.</param>
/// <param name="temperature">Sampling temperature.</param>
/// <param name="part">Tells the calls of a role in a turn apart where there are several: the second candidate, another pair. Empty for the first.</param>
internal sealed class RoleCall(IChatClient client, string treeId, int turn, string role, long seed, double temperature, string part = "")
{
    private readonly SeededRandom _seeds = SeededRandom.For(seed, treeId, turn.ToString(CultureInfo.InvariantCulture), role + part);

    /// <summary>Asks once.</summary>
    public Task<string> AskAsync(IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) => AskAsync(messages, format: null, cancellationToken);

    /// <summary>Asks for a message, a second time if the first answer is empty once it is cleaned.</summary>
    public async Task<string> AskForTextAsync(IReadOnlyList<ChatMessage> messages, Func<string, string> clean, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var text = clean(await AskAsync(messages, cancellationToken).ConfigureAwait(false));
            if (text.Length > 0)
            {
                return text;
            }
        }

        throw Failure("the answer was empty twice.");
    }

    /// <summary>Asks for an answer in a form and, where it cannot be read, once more with the answer and the form in view.</summary>
    /// <param name="task">The prompt.</param>
    /// <param name="form">The form.</param>
    /// <param name="quality">Says whether the provider is given a schema and whether answers are repaired.</param>
    /// <param name="repair">Template of the repair prompt.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public Task<FormAnswer<T>> AskForFormAsync<T>(string task, AnswerForm<T> form, QualityOptions quality, string repair, CancellationToken cancellationToken)
    {
        var format = SchemaSupport.IsGiven(quality.StructuredOutput, client) ? form.Format : null;
        return form.AskAsync(task, quality.RepairAnswers ? repair : null, prompt => AskAsync([new ChatMessage(ChatRole.User, prompt)], format, cancellationToken));
    }

    /// <summary>The error that names tree, turn and role.</summary>
    public ConversationTreeException Failure(string reason, Exception? cause = null) => new(treeId, turn, role, reason, cause);

    private async Task<string> AskAsync(IReadOnlyList<ChatMessage> messages, ChatResponseFormat? format, CancellationToken cancellationToken)
    {
        var options = new ChatOptions { Seed = _seeds.NextSeed(), Temperature = (float)temperature, ResponseFormat = format };
        try
        {
            var response = await client.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
            return response.Text;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failure(failure.Message, failure);
        }
    }
}
