using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using Aloe.Randomness;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests;

/// <summary>Files with damage of every kind: each loads, or is refused with an error that says where.</summary>
public sealed class DamagedModelTests : IDisposable
{
    private const int RoundsPerFile = 150;
    private const long MaxManagedBytes = 20_000_000;

    private static readonly string[] Values =
    [
        "-1", "0", "1", "2", "3", "7", "1.5", "-0.0", "1e-300", "1e300", "1e999", "65536", "16777217", "2147483647", "2147483648", "-2147483648", "4294967296", "9223372036854775807", "9223372036854775808",
        "123456789012345678901234567890", "null", "true", "false", "\"\"", "\"x\"", "\"F64\"", "\"model.norm.weight\"", "\"..\"", "\"\\ud800\"", "\"\\u0000\"", "[]", "{}", "[0]", "[1,2]", "{\"a\":{}}",
        new string('[', 70) + new string(']', 70), "\"" + new string('a', 5_000) + "\"", "[" + string.Join(',', Enumerable.Repeat("3", 3_000)) + "]",
    ];

    private readonly TemporaryFolder _folder = new();

    public DamagedModelTests() => TorchRuntime.EnsureLoaded();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("config.json", false)]
    [InlineData("generation_config.json", false)]
    [InlineData("model.safetensors", false)]
    [InlineData("model.safetensors.index.json", true)]
    public void Damage_is_refused_with_the_name_of_a_file_or_harmless(string name, bool sharded)
    {
        using (var model = TinyModels.Create(TinyModels.Variant("mistral-window") with { RopeScaling = new RopeScaling(RopeScalingKind.Llama3, 8), EosTokenIds = [3, 5] }))
        {
            _ = model.SaveSteps(_folder.Path, ScalarType.Float32, sharded ? 30_000 : ModelFolder.ShardBytes).Count();
        }

        File.WriteAllText(_folder["generation_config.json"], """{"bos_token_id": 1, "eos_token_id": [2, 3], "do_sample": true, "temperature": 0.6, "top_p": 0.9, "top_k": 20, "max_new_tokens": 100}""");
        var original = File.ReadAllBytes(_folder[name]);
        var (loaded, refused) = (0, 0);
        for (var round = 0; round < RoundsPerFile; round++)
        {
            var random = SeededRandom.For(7, $"{name}/{round}");
            var damaged = random.Next(2) == 0 ? DamageBytes(original, random) : DamageJson(original, name == "model.safetensors", random);
            File.WriteAllBytes(_folder[name], damaged);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var model = DecoderModel.Load(_folder.Path, CPU, ScalarType.Float32);
                using var scope = NewDisposeScope();
                _ = model.Hidden(tensor(new long[] { 0, 1 }).unsqueeze(0), tensor(new long[] { 0, 1 }).unsqueeze(0));
                loaded++;
            }
            catch (Exception e) when (e is InvalidDataException or FileNotFoundException)
            {
                Assert.Contains(_folder.Path, e.Message, StringComparison.Ordinal);
                refused++;
            }
            catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"{name}, round {round}: {e}");
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxManagedBytes);
        }

        Assert.True(loaded > 0 && refused > 30, $"{loaded} loaded, {refused} refused");
    }

    private static byte[] DamageBytes(byte[] bytes, SeededRandom random)
    {
        // The header of a safetensors file is a small part of it, and the one that matters most.
        var at = random.Next(random.Next(2) == 0 ? Math.Min(bytes.Length, 3_000) : bytes.Length);
        var some = 1 + random.Next(20);
        switch (random.Next(5))
        {
            case 0:
                var flipped = bytes.ToArray();
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1:
                return bytes[..at];
            case 2:
                return [.. bytes[..at], .. bytes[Math.Min(at + some, bytes.Length)..]];
            case 3:
                return [.. bytes[..at], .. bytes.AsSpan(random.Next(bytes.Length - some), some), .. bytes[at..]];
            default:
                return bytes[..(bytes.Length - Math.Min(some, bytes.Length))];
        }
    }

    private static byte[] DamageJson(byte[] bytes, bool isSafetensors, SeededRandom random)
    {
        var length = isSafetensors ? (int)BinaryPrimitives.ReadInt64LittleEndian(bytes) : bytes.Length;
        var start = isSafetensors ? 8 : 0;
        var damaged = Encoding.UTF8.GetBytes(Damage(JsonNode.Parse(bytes.AsSpan(start, length))!.AsObject(), random));
        if (!isSafetensors)
        {
            return damaged;
        }

        var prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, damaged.Length);
        return [.. prefix, .. damaged, .. bytes[(8 + length)..]];
    }

    /// <summary>Replaces, deletes, doubles or renames a field somewhere in the tree.</summary>
    private static string Damage(JsonObject root, SeededRandom random)
    {
        var target = root;
        while (target.Select(pair => pair.Value).OfType<JsonObject>().ToList() is { Count: > 0 } inner && random.Next(3) > 0)
        {
            target = inner[random.Next(inner.Count)];
        }

        if (target.Count == 0)
        {
            return root.ToJsonString();
        }

        const string Mark = "mark-of-the-damage";
        var (name, value) = target.ElementAt(random.Next(target.Count));
        var text = value?.ToJsonString() ?? "null";
        var other = Values[random.Next(Values.Length)];
        target[name] = Mark;
        var quotedName = System.Text.Json.JsonSerializer.Serialize(name);
        var field = $"{quotedName}:\"{Mark}\"";
        var instead = random.Next(5) switch
        {
            0 or 1 => $"{quotedName}:{other}",
            2 when value is JsonArray { Count: > 1 } => $"{quotedName}:[{other}{text[text.IndexOf(',', StringComparison.Ordinal)..]}",
            2 => "\"gone\":0",
            3 => $"{quotedName}:{text},{quotedName}:{other}",
            _ => $"\"{Mark}\":{text}",
        };
        return root.ToJsonString().Replace(field, instead, StringComparison.Ordinal);
    }
}
