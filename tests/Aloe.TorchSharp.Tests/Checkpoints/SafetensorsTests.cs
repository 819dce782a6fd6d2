using System.Buffers.Binary;
using System.Text;
using FsCheck.Xunit;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SafetensorsTests() => TorchRuntime.EnsureLoaded();

    [Theory]
    [InlineData(ScalarType.Float32, 1e-9)]
    [InlineData(ScalarType.Float16, 1e-3)]
    [InlineData(ScalarType.BFloat16, 1e-2)]
    public void What_is_written_is_read_again(ScalarType dtype, double tolerance)
    {
        using var scope = NewDisposeScope();
        var a = tensor(new float[] { 1, -2.5f, 0.333f, 1e-3f, 100, -0f }, [2, 3]);
        var b = tensor(7.25f);
        var none = empty(0, 4);
        var path = _folder["x.safetensors"];
        SafetensorsWriter.Write(path, [new("a", a.t()), new("ü \"b\"", b), new("none", none)], dtype, new Dictionary<string, string> { ["step"] = "3" });

        using var reader = SafetensorsReader.Open(path);
        Assert.Equal(["a", "none", "ü \"b\""], reader.Entries.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("3", reader.Metadata["step"]);
        var read = reader.Read("a", [3, 2], CPU, ScalarType.Float32);
        Assert.Equal(ScalarType.Float32, read.dtype);
        Assert.InRange(((read - a.t()) / a.t().abs().clamp(min: 1e-9)).abs().max().item<float>(), 0, tolerance);
        Assert.Equal(7.25f, reader.Read("ü \"b\"", [], CPU, ScalarType.Float32).item<float>());
        Assert.Equal([0L, 4L], reader.Read("none", [0, 4], CPU, ScalarType.Float32).shape);
        Assert.Equal(ScalarType.BFloat16, reader.Read("a", [3, 2], CPU, ScalarType.BFloat16).dtype);
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        using var one = tensor(new float[] { 1, 2 });
        SafetensorsWriter.Write(_folder["x"], [new("w", one)], ScalarType.BFloat16, new Dictionary<string, string>());
        var bytes = File.ReadAllBytes(_folder["x"]);

        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        Assert.Equal("""{"__metadata__":{},"w":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}""", Encoding.UTF8.GetString(bytes, 8, length).TrimEnd(' '));
        Assert.Equal(0, length % 8);
        Assert.Equal([0x80, 0x3F, 0x00, 0x40], bytes[(8 + length)..]);
    }

    [Theory]
    [InlineData("[]", 0, "not a JSON object")]
    [InlineData("{", 0, "not valid JSON")]
    [InlineData("""{"w":1}""", 0, "\"w\" must have dtype")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1]}}""", 4, "\"w\" must have dtype")]
    [InlineData("""{"w":{"dtype":"I8","shape":[4],"data_offsets":[0,4]}}""", 4, "number type I8")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", 8, "takes 4 bytes by its shape but 8")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "cut off")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "data_offsets")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "data_offsets")]
    [InlineData("""{"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "whole numbers")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "whole numbers")]
    [InlineData("""{"w":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "impossible shape")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}""", 4, "too long")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"v":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "overlaps")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"v":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "gap")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "belong to none")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "not valid JSON")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "__metadata__.a")]
    public void Bad_headers_are_refused_with_file_and_reason(string header, int data, string reason)
    {
        var path = Write(header.Length, header, data);
        var error = Assert.Throws<InvalidDataException>(() => SafetensorsReader.Open(path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    [InlineData(3)]
    [InlineData(100_000_001)]
    public void Bad_header_lengths_are_refused(long length)
        => Assert.Throws<InvalidDataException>(() => SafetensorsReader.Open(Write(length, "{", 0)));

    [Property(MaxTest = 300)]
    public bool Damage_anywhere_is_refused_or_harmless(int place, byte value, bool cut)
    {
        using var scope = NewDisposeScope();
        var path = _folder["damaged"];
        SafetensorsWriter.Write(path, [new("a", ones(3, 2)), new("b", zeros(2))], ScalarType.Float32);
        var bytes = File.ReadAllBytes(path);
        var at = Math.Abs((long)place) % bytes.Length;
        bytes[at] = value;
        File.WriteAllBytes(path, cut ? bytes[..(int)at] : bytes);
        try
        {
            using var reader = SafetensorsReader.Open(path);
            return reader.Entries.Values.Sum(entry => reader.Read(entry, CPU, ScalarType.Float32).numel()) is 8 or 16; // A damaged F32 may read as nothing else but itself.
        }
        catch (InvalidDataException e)
        {
            return e.Message.Contains(path, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(ScalarType.BFloat16, ScalarType.Float32)]
    [InlineData(ScalarType.Float16, ScalarType.BFloat16)]
    [InlineData(ScalarType.Float32, ScalarType.Float16)]
    public void Conversion_in_pieces_is_conversion_as_a_whole(ScalarType stored, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        var values = arange(600_001, dtype: ScalarType.Float32) / 7; // Two pieces and a part of a third.
        var path = _folder["x.safetensors"];
        SafetensorsWriter.Write(path, [new("first", ones(3)), new("values", values)], stored);
        using var reader = SafetensorsReader.Open(path);
        Assert.Equal(values.to(stored).to(dtype).bytes.ToArray(), reader.Read("values", [600_001], CPU, dtype).bytes.ToArray());
        Assert.Equal(3, reader.Read("first", [3], CPU, dtype).to(ScalarType.Float32).sum().item<float>());
    }

    [Fact]
    public void A_file_that_is_cut_off_while_it_is_open_is_an_error()
    {
        using var scope = NewDisposeScope();
        var path = _folder["x.safetensors"];
        SafetensorsWriter.Write(path, [new("a", ones(1_000)), new("b", ones(1_000))], ScalarType.Float32);
        using var reader = SafetensorsReader.Open(path);
        using (var other = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            other.SetLength(other.Length - 1);
        }

        Assert.Equal(1_000, reader.Read("a", [1_000], CPU, ScalarType.Float32).sum().item<float>());
        var error = Assert.Throws<InvalidDataException>(() => reader.Read("b", [1_000], CPU, ScalarType.Float32));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_that_are_missing_surplus_or_misshapen_are_named()
    {
        using var model = TinyModels.Create(TinyModels.Config());
        string Error(Func<IEnumerable<KeyValuePair<string, Tensor>>, IEnumerable<KeyValuePair<string, Tensor>>> change)
        {
            model.Save(_folder.Path, ScalarType.Float32);
            SafetensorsWriter.Write(_folder["model.safetensors"], [.. change(model.Parameters.Select(p => new KeyValuePair<string, Tensor>(p.Key, p.Value)))], ScalarType.Float32);
            return Assert.Throws<InvalidDataException>(() => DecoderModel.Load(_folder.Path, CPU, ScalarType.Float32)).Message;
        }

        Assert.Contains("\"model.norm.weight\" is missing", Error(all => all.Where(p => p.Key != "model.norm.weight")), StringComparison.Ordinal);
        Assert.Contains("\"model.extra\" has no place", Error(all => all.Append(new("model.extra", ones(1)))), StringComparison.Ordinal);
        var shape = Error(all => all.Select(p => p.Key == "model.norm.weight" ? new(p.Key, ones(3)) : p));
        Assert.Contains("\"model.norm.weight\" has the shape [3]; [24] is expected", shape, StringComparison.Ordinal);
    }

    [Fact]
    public void Shards_are_read_through_the_index()
    {
        using var model = TinyModels.Create(TinyModels.Config(tied: false));
        model.Save(_folder.Path, ScalarType.Float32);
        File.Delete(_folder["model.safetensors"]);
        var tensors = model.Parameters.Select(p => new KeyValuePair<string, Tensor>(p.Key, p.Value)).ToList();
        SafetensorsWriter.Write(_folder["part-1.safetensors"], tensors[..9], ScalarType.Float32);
        SafetensorsWriter.Write(_folder["part-2.safetensors"], tensors[9..], ScalarType.Float32);
        var map = string.Join(',', tensors.Select((p, i) => $"\"{p.Key}\":\"part-{(i < 9 ? 1 : 2)}.safetensors\""));
        File.WriteAllText(_folder["model.safetensors.index.json"], "{\"metadata\":{},\"weight_map\":{" + map + "}}");

        using var loaded = DecoderModel.Load(_folder.Path, CPU, ScalarType.Float32);
        Assert.All(model.Parameters.Zip(loaded.Parameters), pair => Assert.True(pair.First.Value.equal(pair.Second.Value).all().item<bool>(), pair.First.Key));

        File.WriteAllText(_folder["model.safetensors.index.json"], """{"weight_map":{"a":"../outside.safetensors"}}""");
        Assert.Contains("../outside", Assert.Throws<InvalidDataException>(() => DecoderModel.Load(_folder.Path, CPU, ScalarType.Float32)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string Write(long length, string header, int data)
    {
        var bytes = new byte[8 + header.Length + data];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        Encoding.ASCII.GetBytes(header).CopyTo(bytes, 8);
        File.WriteAllBytes(_folder["hostile"], bytes);
        return _folder["hostile"];
    }
}
