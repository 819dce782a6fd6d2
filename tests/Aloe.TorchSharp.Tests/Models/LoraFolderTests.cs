using System.Text.Json;
using System.Text.Json.Nodes;
using Aloe.Torch.Tests.Training;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests;

public sealed class LoraFolderTests : IDisposable
{
    private static readonly int[] Tokens = [5, 17, 33, 0, 17, 8];
    private static readonly int[] Positions = [0, 1, 2, 3, 4, 5];
    private readonly TemporaryFolder _folder = new();
    private readonly DecoderModel _model = TinyWorld.Model();

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void An_adapter_goes_to_disk_and_back_in_the_form_of_peft()
    {
        SaveBase();
        var adapter = TinyWorld.Adapt(_model, new LoraOptions { Rank = 3, Alpha = 5.5, Projections = ["down_proj", "k_proj"] });

        adapter.Save(_folder["adapter"], _folder["base"]);

        using (var file = SafetensorsReader.Open(_folder["adapter/adapter_model.safetensors"]))
        {
            Assert.Equal(8, file.Entries.Count);
            Assert.Equal([3, 32], file.Entries["base_model.model.model.layers.1.mlp.down_proj.lora_A.weight"].Shape);
            Assert.Equal([16, 3], file.Entries["base_model.model.model.layers.0.self_attn.k_proj.lora_B.weight"].Shape);
        }

        using var config = JsonDocument.Parse(File.ReadAllBytes(_folder["adapter/adapter_config.json"]));
        Assert.Equal(("LORA", 3, 5.5, "none"), (config.RootElement.GetProperty("peft_type").GetString(), config.RootElement.GetProperty("r").GetInt32(), config.RootElement.GetProperty("lora_alpha").GetDouble(), config.RootElement.GetProperty("bias").GetString()));
        Assert.Equal(["down_proj", "k_proj"], config.RootElement.GetProperty("target_modules").EnumerateArray().Select(name => name.GetString()));
        using var loaded = DecoderModel.Load(_folder["adapter"], CPU, ScalarType.Float32);
        Assert.Equal(Logits(_model), Logits(loaded));
        Assert.Equal(["k_proj", "down_proj"], loaded.Adapter!.Options.Projections);
    }

    [Fact]
    public void An_adapter_folder_becomes_a_model_folder()
    {
        SaveBase();
        File.WriteAllText(_folder["base/tokenizer.json"], "{}");
        TinyWorld.Adapt(_model).Save(_folder["adapter"], "../base");

        LoraAdapter.Merge(_folder["adapter"], _folder["merged"], ScalarType.Float32);

        var with = Logits(_model);
        using var merged = DecoderModel.Load(_folder["merged"], CPU, ScalarType.Float32);
        Assert.Null(merged.Adapter);
        Assert.InRange(Difference(with, Logits(merged)), 0, 1e-3 * with.SelectMany(row => row).Max(Math.Abs));
        Assert.True(File.Exists(_folder["merged/tokenizer.json"]));
        Assert.Throws<InvalidOperationException>(() => _model.Save(_folder["lost"], ScalarType.Float32));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void A_merged_folder_is_rounded_once_whatever_the_type_of_the_base(ScalarType stored)
    {
        const string module = "model.layers.1.mlp.down_proj";
        _model.Save(_folder["base"], stored);
        using var scope = NewDisposeScope();
        using var exact = DecoderModel.Load(_folder["base"], CPU, ScalarType.Float64);
        var adapter = TinyWorld.Adapt(_model);
        adapter.Save(_folder["adapter"], "../base");
        var parameters = adapter.Parameters.ToDictionary();
        var weight = exact.Parameters.Single(pair => pair.Key == $"{module}.weight").Value;
        var update = parameters[$"{module}.lora_B.weight"].to(ScalarType.Float64).mm(parameters[$"{module}.lora_A.weight"].to(ScalarType.Float64)) * (5 / 3.0);

        LoraAdapter.Merge(_folder["adapter"], _folder["merged"], ScalarType.BFloat16);

        // Rounded twice, a quarter of the 768 weights would be off.
        using var merged = DecoderModel.Load(_folder["merged"], CPU, ScalarType.BFloat16);
        Assert.InRange(merged.Parameters.Single(pair => pair.Key == $"{module}.weight").Value.ne((weight + update).to(ScalarType.BFloat16)).sum().item<long>(), 0, 2);
    }

    [Fact]
    public void Rank_stabilised_adapters_are_scaled_by_the_root_of_the_rank()
    {
        SaveAdapter();
        EditConfig("use_rslora", true);

        using var loaded = DecoderModel.Load(_folder["adapter"], CPU, ScalarType.Float32);

        // Scale α / √r = 5 / √3, so α of α / r is 5 · √3.
        Assert.Equal(5 * Math.Sqrt(3), loaded.Adapter!.Options.Alpha, 1e-12);
    }

    [Theory]
    [InlineData("peft_type", "IA3")]
    [InlineData("bias", "all")]
    [InlineData("use_dora", true)]
    [InlineData("lora_bias", true)]
    [InlineData("fan_in_fan_out", true)]
    [InlineData("modules_to_save", "[\"lm_head\"]")]
    [InlineData("rank_pattern", "{\"q_proj\": 8}")]
    [InlineData("alpha_pattern", "{\"q_proj\": 8}")]
    [InlineData("r", 0)]
    [InlineData("r", 5000)]
    [InlineData("r", "many")]
    [InlineData("lora_alpha", -1)]
    [InlineData("base_model_name_or_path", "Some/Model")]
    [InlineData("base_model_name_or_path", 3)]
    public void What_is_not_supported_is_refused_by_the_name_of_its_field(string field, object value)
    {
        SaveAdapter();
        EditConfig(field, value);

        var error = Assert.Throws<InvalidDataException>(() => DecoderModel.Load(_folder["adapter"], CPU, ScalarType.Float32));

        Assert.Contains($"adapter_config.json: {field} ", error.Message);
    }

    [Theory]
    [InlineData("missing", "\"base_model.model.model.layers.1.mlp.down_proj.lora_B.weight\" is missing")]
    [InlineData("shape", "\"base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight\" has the shape [4, 24]; [3, 24] is expected")]
    [InlineData("surplus", "\"base_model.model.lm_head.lora_A.weight\" has no place in the model")]
    public void Tensors_that_do_not_fit_are_refused_by_name_and_leave_the_model_as_it_was(string fault, string message)
    {
        SaveAdapter();
        using var scope = NewDisposeScope();
        var tensors = _model.Trainable.Select(pair => KeyValuePair.Create($"base_model.model.{pair.Key}", (Tensor)pair.Value)).ToList();
        switch (fault)
        {
            case "missing": tensors.RemoveAt(tensors.Count - 1); break;
            case "shape": tensors[0] = new(tensors[0].Key, zeros(4, 24)); break;
            default: tensors.Add(new("base_model.model.lm_head.lora_A.weight", zeros(3, 24))); break;
        }

        SafetensorsWriter.Write(_folder["adapter/adapter_model.safetensors"], tensors, ScalarType.Float32);
        using var model = DecoderModel.Load(_folder["base"], CPU, ScalarType.Float32);
        var before = Logits(model);

        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => model.LoadAdapter(_folder["adapter"])).Message);

        Assert.Null(model.Adapter);
        Assert.Equal(before, Logits(model));
    }

    private static float[][] Logits(DecoderModel model) => TinyModels.Logits(model, Tokens, Positions);

    private static double Difference(float[][] expected, float[][] actual)
        => expected.Zip(actual, (e, a) => e.Zip(a, (x, y) => Math.Abs(x - y)).Max()).Max();

    private void SaveBase() => _model.Save(_folder["base"], ScalarType.Float32);

    private void SaveAdapter()
    {
        SaveBase();
        TinyWorld.Adapt(_model).Save(_folder["adapter"], "../base");
    }

    private void EditConfig(string field, object value)
    {
        var path = _folder["adapter/adapter_config.json"];
        var config = JsonNode.Parse(File.ReadAllBytes(path))!;
        config[field] = value is string text && text[0] is '[' or '{' ? JsonNode.Parse((string)value) : JsonSerializer.SerializeToNode(value);
        File.WriteAllText(path, config.ToJsonString());
    }
}
