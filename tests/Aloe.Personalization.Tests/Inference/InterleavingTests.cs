namespace Aloe.Personalization.Tests.Inference;

public class InterleavingTests
{
    [Fact]
    public async Task NoUserIsEverToldOfAnother()
    {
        for (var seed = 0; seed < 1_000; seed++)
        {
            await using var play = new Interleaving(seed);
            await play.RunAsync(steps: 40);
        }
    }
}
