using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests;

public sealed class ModelFolderTests : IDisposable
{
    private const long SmallShards = 12_000;
    private readonly TemporaryFolder _folder = new();

    public ModelFolderTests() => TorchRuntime.EnsureLoaded();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Large_models_are_saved_in_shards_with_an_index_and_loaded_again()
    {
        using var model = TinyModels.Create(TinyModels.Variant("qwen2"));
        Save(model, SmallShards);

        var shards = Directory.GetFiles(_folder.Path, "*.safetensors").Order(StringComparer.Ordinal).ToList();
        Assert.InRange(shards.Count, 5, 20);
        Assert.All(shards, (shard, i) => Assert.Equal($"model-{i + 1:D5}-of-{shards.Count:D5}.safetensors", Path.GetFileName(shard)));
        Assert.All(shards, shard => Assert.InRange(new FileInfo(shard).Length, 1, SmallShards + 5_000));
        var index = JsonNode.Parse(File.ReadAllText(_folder["model.safetensors.index.json"]))!;
        Assert.Equal(model.Parameters.Sum(parameter => parameter.Value.numel()) * 4, (long)index["metadata"]!["total_size"]!);
        Assert.Equal(model.Parameters.Select(parameter => parameter.Key), index["weight_map"]!.AsObject().Select(pair => pair.Key));
        AssertLoads(model);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_model_replaces_one_that_is_cut_otherwise(bool shardsFirst)
    {
        using var old = TinyModels.Create(TinyModels.Config(tied: false), seed: 2);
        using var model = TinyModels.Create(TinyModels.Variant("qwen3"));
        Save(old, shardsFirst ? SmallShards : ModelFolder.ShardBytes);
        Save(model, shardsFirst ? ModelFolder.ShardBytes : SmallShards);
        AssertLoads(model);
        Assert.Equal(shardsFirst, File.Exists(_folder["model.safetensors"]));
        Assert.Equal(!shardsFirst, File.Exists(_folder["model.safetensors.index.json"]));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.tmp"));
    }

    /// <summary>Both models have tensors of the same names and shapes, but another θ: a mix would load and compute nonsense.</summary>
    [Theory]
    [InlineData(1L << 40, SmallShards)]
    [InlineData(SmallShards, 1L << 40)]
    [InlineData(SmallShards, 20_000)]
    public void A_save_that_dies_anywhere_leaves_the_old_model_the_new_one_or_none(long oldShards, long newShards)
    {
        using var old = TinyModels.Create(TinyModels.Config(), seed: 2);
        using var young = TinyModels.Create(TinyModels.Config() with { RopeTheta = 777 });
        var seen = new List<string>();
        for (var steps = 0; seen is not [.., "new"]; steps++)
        {
            Save(old, oldShards);
            _ = young.SaveSteps(_folder.Path, ScalarType.Float32, newShards).Take(steps).Count();
            try
            {
                using var loaded = DecoderModel.Load(_folder.Path, CPU, ScalarType.Float32);
                var isOld = loaded.Config == old.Config;
                Assert.True(Same(isOld ? old : young, loaded), $"a mix after {steps} steps");
                seen.Add(isOld ? "old" : "new");
            }
            catch (FileNotFoundException e)
            {
                Assert.Equal("config.json", Path.GetFileName(e.FileName));
                seen.Add("none");
            }
        }

        Assert.Equal(["old", "none", "new"], seen.Distinct());
        Assert.Equal(seen.OrderBy(state => Array.IndexOf(["old", "none", "new"], state)), seen);
    }

    [Theory]
    [InlineData("torch_dtype")]
    [InlineData("dtype")]
    public void A_loaded_model_keeps_its_own_configuration(string typeField)
    {
        using var model = TinyModels.Create(TinyModels.Config());
        Save(model);
        var config = JsonNode.Parse(File.ReadAllText(_folder["config.json"]))!.AsObject();
        config.Remove("torch_dtype");
        config[typeField] = "float32";
        config["pretraining_tp"] = 1;
        config["custom"] = new JsonObject { ["a"] = new JsonArray(1, 2.5, "ü") };
        File.WriteAllText(_folder["config.json"], config.ToJsonString());
        File.WriteAllText(_folder["generation_config.json"], """{ "eos_token_id" : [3, 4],  "unknown": 1 }""");

        using var loaded = DecoderModel.Load(_folder.Path, CPU, ScalarType.Float32);
        using var target = new TemporaryFolder();
        loaded.Save(target.Path, ScalarType.BFloat16);

        config[typeField] = "bfloat16";
        Assert.True(JsonNode.DeepEquals(config, JsonNode.Parse(File.ReadAllText(target["config.json"]))));
        Assert.Equal("""{ "eos_token_id" : [3, 4],  "unknown": 1 }""", File.ReadAllText(target["generation_config.json"]));
        Assert.Equal([3, 4], GenerationConfig.Load(target.Path)!.EosTokenIds);
    }

    [Fact]
    public void The_generation_config_is_read()
    {
        Assert.Null(GenerationConfig.Load(_folder.Path));
        File.WriteAllText(_folder["generation_config.json"], """
            {"bos_token_id": 1, "do_sample": true, "eos_token_id": 7, "pad_token_id": 2, "temperature": 0.7, "top_p": 0.8, "top_k": 20, "repetition_penalty": 1.05, "max_new_tokens": 99, "transformers_version": "4.37.0"}
            """);
        var expected = new GenerationConfig
        {
            BosTokenId = 1,
            EosTokenIds = [7],
            PadTokenId = 2,
            Sample = true,
            Temperature = 0.7,
            TopP = 0.8,
            TopK = 20,
            RepetitionPenalty = 1.05,
            MaxNewTokens = 99,
        };
        Assert.Equal(expected, GenerationConfig.Load(_folder.Path));
    }

    [Theory]
    [InlineData("""{"temperature": -1}""", "temperature")]
    [InlineData("""{"top_p": 0}""", "top_p")]
    [InlineData("""{"top_k": 1.5}""", "top_k")]
    [InlineData("""{"eos_token_id": [1, -2]}""", "eos_token_id")]
    [InlineData("""{"do_sample": "yes"}""", "do_sample")]
    [InlineData("""{"do_sample": true, "do_sample": false}""", "do_sample")]
    [InlineData("[]", "not a JSON object")]
    public void A_bad_generation_config_is_refused_by_name(string json, string named)
    {
        File.WriteAllText(_folder["generation_config.json"], json);
        var error = Assert.Throws<InvalidDataException>(() => GenerationConfig.Load(_folder.Path));
        Assert.Contains(_folder["generation_config.json"], error.Message, StringComparison.Ordinal);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_index_and_the_shards_must_agree()
    {
        using var model = TinyModels.Create(TinyModels.Config());
        Save(model, SmallShards);
        var path = _folder["model.safetensors.index.json"];
        var original = File.ReadAllText(path);
        string Error(Action<JsonObject> change)
        {
            var index = JsonNode.Parse(original)!.AsObject();
            change(index["weight_map"]!.AsObject());
            File.WriteAllText(path, index.ToJsonString());
            return Assert.Throws<InvalidDataException>(() => DecoderModel.Load(_folder.Path, CPU, ScalarType.Float32)).Message;
        }

        const string First = "model.embed_tokens.weight";
        var shards = Directory.GetFiles(_folder.Path, "*.safetensors").Order(StringComparer.Ordinal).Select(Path.GetFileName).ToList();
        Assert.Contains($"{shards[0]}: tensor \"{First}\" is in this file, but", Error(map => map[First] = shards[1]), StringComparison.Ordinal);
        Assert.Contains("\"model.norm.weight\" is in this file, but", Error(map => map.Remove("model.norm.weight")), StringComparison.Ordinal);
        Assert.Contains($"{shards[0]}: tensor \"more\" is missing", Error(map => map["more"] = shards[0]), StringComparison.Ordinal);
        Assert.Contains("weight_map.model.norm.weight must be a text", Error(map => map["model.norm.weight"] = 3), StringComparison.Ordinal);
        Assert.Contains("weight_map is empty", Error(map => map.Clear()), StringComparison.Ordinal);
        File.WriteAllText(path, original);
        File.Delete(_folder[shards[1]!]);
        Assert.Contains(shards[1]!, Assert.Throws<FileNotFoundException>(() => DecoderModel.Load(_folder.Path, CPU, ScalarType.Float32)).Message, StringComparison.Ordinal);
    }

    private void Save(DecoderModel model, long shardBytes = ModelFolder.ShardBytes) => Assert.NotEmpty(model.SaveSteps(_folder.Path, ScalarType.Float32, shardBytes).ToList());

    private void AssertLoads(DecoderModel model)
    {
        using var loaded = DecoderModel.Load(_folder.Path, CPU, ScalarType.Float32);
        Assert.Equal(model.Config, loaded.Config);
        Assert.True(Same(model, loaded));
    }

    private static bool Same(DecoderModel expected, DecoderModel actual)
    {
        using var scope = NewDisposeScope();
        return expected.Parameters.Zip(actual.Parameters).All(pair => pair.First.Key == pair.Second.Key && pair.First.Value.equal(pair.Second.Value).all().item<bool>());
    }
}
