using Aloe.Prompts;
using Microsoft.Extensions.AI;

namespace Aloe.Evaluation;

internal sealed class DriftJudge(IChatClient client, PromptSet? prompts = null, int attempts = 2)
{
    public Task<DriftCheck> CheckAsync(Persona persona, IEnumerable<DialogueMessage> conversation, long? seed = null, CancellationToken cancellationToken = default) => throw new NotImplementedException($"{client}{prompts}{attempts}");
}
