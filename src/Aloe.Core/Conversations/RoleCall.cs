using System.Globalization;
using Aloe.Randomness;
using Microsoft.Extensions.AI;

namespace Aloe.Conversations;

/// <summary>The calls of one role in one turn: each attempt gets the next seed of a stream fixed by run, tree, turn and role; failures name all of them.</summary>
internal sealed class RoleCall(IChatClient client, string treeId, int turn, string role, long seed, double temperature)
{
    private readonly SeededRandom _seeds = SeededRandom.For(seed, treeId, turn.ToString(CultureInfo.InvariantCulture), role);

    /// <summary>Asks once.</summary>
    public async Task<string> AskAsync(IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        var options = new ChatOptions { Seed = _seeds.NextSeed(), Temperature = (float)temperature };
        try
        {
            var response = await client.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
            return response.Text;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConversationTreeException(treeId, turn, role, failure.Message, failure);
        }
    }

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

        throw new ConversationTreeException(treeId, turn, role, "the answer was empty twice.");
    }
}
