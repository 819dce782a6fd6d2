using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>Stands directly inside an <see cref="OpenTelemetryChatClient"/>: puts the role on its span, and counts calls and tokens by role, which that client cannot.</summary>
internal sealed class RoleTelemetryChatClient(IChatClient innerClient, string role) : DelegatingChatClient(innerClient)
{
    private readonly string? _defaultModel = innerClient.GetService<ChatClientMetadata>()?.DefaultModelId;

    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var span = NameRole();
        try
        {
            var response = await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
            Count(span, options, response, null);
            return response;
        }
        catch (Exception failure)
        {
            Count(span, options, null, failure);
            throw;
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var span = NameRole();
        var updates = new List<ChatResponseUpdate>();
        var stream = base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        Exception? failure = null;
        try
        {
            while (true)
            {
                try
                {
                    if (!await stream.MoveNextAsync().ConfigureAwait(false))
                    {
                        break;
                    }
                }
                catch (Exception thrown)
                {
                    failure = thrown;
                    throw;
                }

                updates.Add(stream.Current);
                yield return stream.Current;
            }
        }
        finally
        {
            Count(span, options, updates.ToChatResponse(), failure);
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The span of the client around this one; null where nobody listens, or when the span belongs to somebody else.</summary>
    private Activity? NameRole()
    {
        var span = Activity.Current is { Source.Name: AloeTelemetry.SourceName } current ? current : null;
        span?.SetTag(AloeTelemetry.RoleTag, role);
        return span;
    }

    private void Count(Activity? span, ChatOptions? options, ChatResponse? response, Exception? failure)
    {
        var model = options?.ModelId ?? _defaultModel;
        var isHit = response?.IsCacheHit() ?? false;
        var tags = new TagList { { AloeTelemetry.RoleTag, role }, { AloeTelemetry.ModelTag, model }, { AloeTelemetry.CacheHitTag, isHit } };
        if (failure is not null)
        {
            tags.Add(AloeTelemetry.ErrorTag, failure.GetType().FullName);
        }

        AloeTelemetry.Called(tags);
        span?.SetTag(AloeTelemetry.CacheHitTag, isHit);
        if (!isHit && TokenCounts.Of(response?.Usage) is { } tokens)
        {
            AloeTelemetry.Used(role, model, tokens);
        }
    }
}
