using System.Globalization;
using Aloe.Prompts;
using Aloe.Randomness;
using Microsoft.Extensions.AI;

namespace Aloe.Personas;

/// <summary>The growth of one pool: its texts, its filter and its counts.</summary>
internal sealed class PersonaGrowth
{
    private readonly IChatClient _author;
    private readonly IEmbeddingGenerator<string, Embedding<float>> _embeddings;
    private readonly PersonaGrowthOptions _options;
    private readonly string _template;
    private readonly List<string> _texts;
    private readonly HashSet<string> _seen;
    private readonly SimilarityFilter _filter;
    private readonly Queue<(int Candidates, int Kept)> _window = new();
    private int _calls;
    private int _candidates;
    private int _tooSimilar;
    private int _malformed;

    public PersonaGrowth(
        IChatClient author,
        IEmbeddingGenerator<string, Embedding<float>> embeddings,
        PromptSet prompts,
        PersonaGrowthOptions options,
        IReadOnlyList<string> seeds)
    {
        _author = author;
        _embeddings = embeddings;
        _options = options;
        _template = options.Kind == PersonaTextKind.Profile ? prompts.ProfileAuthor : prompts.PersonalityAuthor;
        _texts = [.. seeds];
        _seen = new HashSet<string>(seeds.Concat(options.Excluded), StringComparer.Ordinal);
        _filter = new SimilarityFilter(options.SimilarityThreshold);
    }

    public IReadOnlyList<string> Texts => _texts;

    public int CallUnderWay { get; private set; }

    public PersonaGrowthProgress Progress
        => new(_options.Kind, _texts.Count, _options.TargetCount, _calls, _candidates, _tooSimilar, _malformed);

    /// <summary>Why growth is over; null while it goes on.</summary>
    public GrowthStop? Stop
        => _texts.Count >= _options.TargetCount ? GrowthStop.TargetReached
            : _calls >= _options.MaxCalls ? GrowthStop.CallsSpent
            : IsSaturated ? GrowthStop.Saturated
            : null;

    // An author that returns nothing at all counts as saturated too, hence at least one candidate.
    private bool IsSaturated
        => _window.Count == _options.SaturationWindow
            && _window.Sum(call => call.Kept) < _options.SaturationFloor * Math.Max(1, _window.Sum(call => call.Candidates));

    public async Task EmbedSeedsAsync(CancellationToken cancellationToken)
    {
        if (Stop is not null)
        {
            return;
        }

        foreach (var vector in await EmbedAsync([.. _options.Excluded, .. _texts], cancellationToken).ConfigureAwait(false))
        {
            _filter.Add(vector.Span);
        }
    }

    public async Task StepAsync(CancellationToken cancellationToken)
    {
        CallUnderWay = _calls + 1;
        var (candidates, malformed) = await AskAsync(CallUnderWay, cancellationToken).ConfigureAwait(false);

        // A text that came before, kept or not, would be dropped again: it need not be embedded.
        var unseen = candidates.Where(_seen.Add).ToList();
        var embedded = await EmbedAsync(unseen, cancellationToken).ConfigureAwait(false);
        var isKept = _filter.TryAddAll(embedded);
        var before = _texts.Count;
        var dropped = candidates.Count - unseen.Count;
        for (var i = 0; i < unseen.Count && _texts.Count < _options.TargetCount; i++)
        {
            if (isKept[i])
            {
                _texts.Add(unseen[i]);
            }
            else
            {
                dropped++;
            }
        }

        Count(candidates.Count, _texts.Count - before, dropped, malformed);
    }

    private void Count(int candidates, int kept, int dropped, int malformed)
    {
        _calls++;
        _candidates += candidates;
        _tooSimilar += dropped;
        _malformed += malformed;
        _window.Enqueue((candidates, kept));
        if (_window.Count > _options.SaturationWindow)
        {
            _window.Dequeue();
        }
    }

    private async Task<(List<string> Texts, int Malformed)> AskAsync(int call, CancellationToken cancellationToken)
    {
        var kind = _options.Kind.ToString();
        var number = call.ToString(CultureInfo.InvariantCulture);
        var prompt = PromptSet.Fill(
            _template,
            ("count", _options.CandidatesPerCall.ToString(CultureInfo.InvariantCulture)),
            ("examples", string.Join('\n', Examples(SeededRandom.For(_options.Seed, kind, number, "examples")))));
        var chat = new ChatOptions
        {
            Seed = SeededRandom.For(_options.Seed, kind, number, "author").NextSeed(),
            Temperature = (float)_options.Temperature,
        };
        var response = await _author.GetResponseAsync([new ChatMessage(ChatRole.User, prompt)], chat, cancellationToken).ConfigureAwait(false);
        return AuthorAnswer.Parse(response.Text, response.FinishReason == ChatFinishReason.Length);
    }

    private IEnumerable<string> Examples(SeededRandom random)
        => random.Draw(_texts, Math.Min(_options.ExamplesPerCall, _texts.Count)).Select(text => text.ReplaceLineEndings(" "));

    private async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(List<string> texts, CancellationToken cancellationToken)
    {
        if (texts.Count == 0)
        {
            return [];
        }

        var embedded = await _embeddings.GenerateAsync(texts, cancellationToken: cancellationToken).ConfigureAwait(false);
        return embedded.Count == texts.Count
            ? [.. embedded.Select(embedding => embedding.Vector)]
            : throw new InvalidOperationException($"The embedding model returned {embedded.Count} embeddings for {texts.Count} texts.");
    }
}
