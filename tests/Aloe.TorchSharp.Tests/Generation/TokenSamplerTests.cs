using static TorchSharp.torch;

namespace Aloe.Torch.Tests;

public sealed class TokenSamplerTests : IDisposable
{
    private readonly TinyChat _chat = new();
    private readonly DecoderModel _model;
    private readonly TokenSampler _sampler;

    public TokenSamplerTests()
    {
        _model = _chat.Model();
        _sampler = new TokenSampler(_model, _chat.Tokenizer, new HashSet<int> { _chat.Tokenizer.EndOfTurn });
    }

    [Theory]
    // Token 10 has probability 0.5, 11 has 0.3, 12 has 0.2, by id.
    [InlineData(1, 1, 0.0, 10)]
    [InlineData(1, 1, 0.499, 10)]
    [InlineData(1, 1, 0.501, 11)]
    [InlineData(1, 1, 0.799, 11)]
    [InlineData(1, 1, 0.801, 12)]
    [InlineData(1, 1, 0.99999999, 12)]
    // Nucleus 0.6: 10 and 11 remain, 0.625 to 0.375.
    [InlineData(1, 0.6, 0.62, 10)]
    [InlineData(1, 0.6, 0.63, 11)]
    [InlineData(1, 0.6, 0.99999999, 11)]
    // Nucleus 0.4: only the best token.
    [InlineData(1, 0.4, 0.99, 10)]
    // Temperature 0.5 squares: 0.25, 0.09, 0.04 of 0.38: 0.658, 0.895.
    [InlineData(0.5, 1, 0.65, 10)]
    [InlineData(0.5, 1, 0.67, 11)]
    [InlineData(0.5, 1, 0.89, 11)]
    [InlineData(0.5, 1, 0.90, 12)]
    [InlineData(0, 1, 0.99, 10)]
    public void Draws_follow_the_distribution(double temperature, double topP, double uniform, int expected)
        => Assert.Equal(expected, Assert.Single(_sampler.Next(Scores((10, 0.5), (11, 0.3), (12, 0.2)), new Sampling(temperature, topP), [(float)uniform])));

    [Fact]
    public void A_wide_nucleus_is_not_cut_to_the_most_probable_tokens()
    {
        using var flat = zeros(1, _model.Config.VocabularySize);
        var tokens = Enumerable.Range(0, 100).Select(i => _sampler.Next(flat, new Sampling(1, 0.9), [i / 100f])[0]).Distinct().Count();
        Assert.True(tokens > 90, $"{tokens} different tokens");
    }

    [Fact]
    public void Special_tokens_are_never_drawn_but_for_the_end_of_the_turn()
    {
        foreach (var special in _chat.Tokenizer.Special)
        {
            var drawn = _sampler.Next(Scores((special, 0.999), (12, 0.001)), new Sampling(0, 1), [0])[0];
            Assert.Equal(special == _chat.Tokenizer.EndOfTurn ? special : 12, drawn);
        }
    }

    public void Dispose()
    {
        _sampler.Dispose();
        _model.Dispose();
        _chat.Dispose();
    }

    private Tensor Scores(params (int Id, double Probability)[] tokens)
    {
        var scores = Enumerable.Repeat(-1e9f, _model.Config.VocabularySize).ToArray();
        foreach (var (id, probability) in tokens)
        {
            scores[id] = (float)Math.Log(probability);
        }

        return tensor(scores).unsqueeze(0);
    }
}
