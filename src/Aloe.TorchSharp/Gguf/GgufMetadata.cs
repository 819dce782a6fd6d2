using System.Text;

namespace Aloe.Torch;

/// <summary>The key-value pairs at the beginning of a GGUF file, in the order in which they are added.</summary>
internal sealed class GgufMetadata : IDisposable
{
    private readonly MemoryStream _bytes = new();
    private readonly BinaryWriter _writer;

    public GgufMetadata() => _writer = new BinaryWriter(_bytes);

    private enum ValueType : uint
    {
        UInt32 = 4,
        Int32 = 5,
        Float32 = 6,
        Bool = 7,
        String = 8,
        Array = 9,
    }

    /// <summary>Pairs added so far.</summary>
    public long Count { get; private set; }

    public void Add(string key, string value)
    {
        Key(key, ValueType.String);
        WriteText(_writer, value);
    }

    public void Add(string key, int value)
    {
        Key(key, ValueType.UInt32);
        _writer.Write(checked((uint)value));
    }

    public void Add(string key, double value)
    {
        Key(key, ValueType.Float32);
        _writer.Write((float)value);
    }

    public void Add(string key, bool value)
    {
        Key(key, ValueType.Bool);
        _writer.Write(value);
    }

    public void Add(string key, IReadOnlyCollection<string> values) => AddArray(key, ValueType.String, values, value => WriteText(_writer, value));

    public void Add(string key, IReadOnlyCollection<float> values) => AddArray(key, ValueType.Float32, values, _writer.Write);

    public void Add(string key, IReadOnlyCollection<int> values) => AddArray(key, ValueType.Int32, values, _writer.Write);

    public void WriteTo(Stream stream)
    {
        _writer.Flush();
        _bytes.WriteTo(stream);
    }

    public void Dispose() => _writer.Dispose();

    /// <summary>Text in GGUF: its length in bytes, then UTF-8.</summary>
    public static void WriteText(BinaryWriter writer, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private void AddArray<T>(string key, ValueType type, IReadOnlyCollection<T> values, Action<T> write)
    {
        Key(key, ValueType.Array);
        _writer.Write((uint)type);
        _writer.Write((ulong)values.Count);
        foreach (var value in values)
        {
            write(value);
        }
    }

    private void Key(string key, ValueType type)
    {
        WriteText(_writer, key);
        _writer.Write((uint)type);
        Count++;
    }
}
