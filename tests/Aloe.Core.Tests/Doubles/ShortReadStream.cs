namespace Aloe.Core.Tests.Doubles;

/// <summary>Hands over no more than a few bytes at a time, as a network or a pipe may.</summary>
internal sealed class ShortReadStream(byte[] content, int atOnce) : MemoryStream(content, writable: false)
{
    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(atOnce, buffer.Length)]);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(atOnce, buffer.Length)], cancellationToken);
}
