using static TorchSharp.torch;

namespace Aloe.Torch.Tests;

/// <summary>The file itself.</summary>
public sealed class GgufFileTests
{
    [Fact]
    public void The_same_folder_gives_the_same_bytes_and_nothing_else_is_left()
    {
        using var model = new RandomModel(RandomModel.Config);
        using var folder = new TemporaryFolder();
        GgufExport.Write(model.Folder, folder["a.gguf"]);
        GgufExport.Write(model.Folder, folder["b.gguf"], GgufType.F32);
        GgufExport.Write(model.Folder, folder["b.gguf"]);

        var bytes = File.ReadAllBytes(folder["a.gguf"]);
        Assert.Equal(bytes, File.ReadAllBytes(folder["b.gguf"]));
        Assert.Equal("GGUF"u8, bytes.AsSpan(0, 4));
        Assert.Equal(0, bytes.Length % 32);
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void Numbers_that_are_not_finite_in_the_file_are_refused_with_their_tensor_and_an_old_file_stays()
    {
        using var model = new RandomModel(RandomModel.Config);
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.gguf"], "old");
        using (var changed = model.Load())
        using (no_grad())
        using (NewDisposeScope())
        {
            changed.Parameters.Single(parameter => parameter.Key == "model.layers.1.mlp.up_proj.weight").Value[3].fill_(HeldScalar.Of(1e6)); // Beyond the range of 16 bits.
            changed.Save(model.Folder, ScalarType.Float32);
        }

        Assert.Contains("blk.1.ffn_up.weight", Assert.Throws<InvalidDataException>(() => GgufExport.Write(model.Folder, folder["a.gguf"], GgufType.F16)).Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(folder["a.gguf"]));
        Assert.Single(Directory.GetFiles(folder.Path));
        GgufExport.Write(model.Folder, folder["a.gguf"], GgufType.BF16);
    }

    [Fact]
    public void A_missing_tensor_is_named_before_anything_is_written()
    {
        using var model = new RandomModel(RandomModel.Config);
        using var folder = new TemporaryFolder();
        model.Rewrite("config.json", json => json["num_hidden_layers"] = 3);

        Assert.Contains("model.layers.2.", Assert.Throws<InvalidDataException>(() => GgufExport.Write(model.Folder, folder["a.gguf"])).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
