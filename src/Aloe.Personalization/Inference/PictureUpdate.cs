using System.Globalization;
using Aloe.Evaluation;
using Aloe.Randomness;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Aloe.Personalization;

/// <summary>Makes the next version of a user's picture.</summary>
internal sealed class PictureUpdate(IChatClient inducer, IPersonaStore store, PictureBounds bounds, PersonaInferenceOptions options, InferenceCounters counters, ILogger logger)
{
    private readonly PersonaInference _inference = new(inducer, options.Prompts);

    /// <summary>Looks at an exchange. Failures are counted and logged, and go no further.</summary>
    public async Task RunAsync(UserLine line, Exchange exchange, CancellationToken stop)
    {
        using var timeout = new CancellationTokenSource(options.InferenceTimeout, options.TimeProvider);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, exchange.Forgotten, stop);
        try
        {
            await ApplyAsync(line, exchange, end.Token).ConfigureAwait(false);
        }
        catch (Exception) when (exchange.Forgotten.IsCancellationRequested)
        {
            counters.Forgotten(1);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // Given up; nobody waits for it.
        }
        catch (Exception failure)
        {
            counters.Failed();
            logger.InferenceFailed(timeout.IsCancellationRequested ? nameof(TimeoutException) : failure.GetType().Name);
        }
    }

    private async Task ApplyAsync(UserLine line, Exchange exchange, CancellationToken cancellationToken)
    {
        var before = await store.GetAsync(line.User, cancellationToken).ConfigureAwait(false);
        var known = before is null ? null : bounds.Apply(before.Revealed);
        var version = (before?.Version ?? 0) + 1;
        var revealed = await _inference.InferAsync(exchange.Messages, known, SeedOf(line.User, version), cancellationToken).ConfigureAwait(false);
        if (revealed is null)
        {
            counters.Unreadable();
            logger.AnswerUnreadable();
            return;
        }

        var picture = new UserPicture(bounds.Apply(revealed), version, options.TimeProvider.GetUtcNow(), (before?.Turns ?? 0) + exchange.Turns);
        if (await WriteAsync(line, picture, cancellationToken).ConfigureAwait(false))
        {
            counters.Inferred();
            logger.Inferred(picture.Version, picture.Revealed.Facts.Count, picture.Revealed.Traits.Count, picture.Turns);
        }
        else
        {
            counters.Forgotten(1);
        }
    }

    private async Task<bool> WriteAsync(UserLine line, UserPicture picture, CancellationToken cancellationToken)
    {
        // Who forgets cancels before entering: no one enters after that with the token of before.
        await line.Writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // What was there and is gone was forgotten by somebody else, such as another process.
            if (picture.Version > 1 && await store.GetAsync(line.User, cancellationToken).ConfigureAwait(false) is null)
            {
                return false;
            }

            await store.SetAsync(line.User, picture, cancellationToken).ConfigureAwait(false);
            return true;
        }
        finally
        {
            line.Writing.Release();
        }
    }

    private long? SeedOf(string user, long version)
        => options.Seed is { } seed ? SeededRandom.For(seed, user, version.ToString(CultureInfo.InvariantCulture)).NextSeed() : null;
}
