using TorchSharp;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests;

public sealed class PublishedShapesTests
{
    public static TheoryData<string> Names => [.. PublishedModel.All.Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_published_config_gives_the_tensors_of_the_published_index(string name)
    {
        TorchRuntime.EnsureLoaded();
        var published = PublishedModel.All.Single(model => model.Name == name);
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["config.json"], published.Config);

        using var model = DecoderModel.Create(DecoderConfig.Load(folder.Path), seed: 0, new Device(DeviceType.META), ScalarType.BFloat16);

        var expected = published.Tensors();
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), model.Parameters.Select(parameter => parameter.Key).Order(StringComparer.Ordinal));
        Assert.All(model.Parameters, parameter => Assert.Equal(expected[parameter.Key], parameter.Value.shape));
        Assert.Equal(published.Parameters, model.Parameters.Sum(parameter => parameter.Value.numel()));
    }
}
