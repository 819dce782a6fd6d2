using System.Buffers.Binary;
using System.Text;

namespace Aloe.Torch;

/// <summary>
/// Makes an ELF library's need of <c>GLIBCXX_3.4.32</c> a weak one, so that it loads beside an older libstdc++ too.
/// </summary>
/// <remarks>
/// Compilers from GCC 13 on leave an undefined reference to <c>std::ios_base_library_init()</c>, an empty function, in everything that includes iostreams; nothing calls it.
/// It alone draws in the version. Where the file holds exactly that and no more, the version entry gets <c>VER_FLG_WEAK</c> and the symbol <c>STB_WEAK</c>:
/// two bytes, after which the loader accepts that neither is there. The streams themselves are initialised by libtorch, which was built by an older compiler.
/// </remarks>
internal static class WeakVersionPatch
{
    public const string Version = "GLIBCXX_3.4.32";
    public const string Symbol = "_ZSt21ios_base_library_initv";

    private const int DynamicSymbols = 11;
    private const int VersionNeeds = 0x6ffffffe;
    private const int VersionIndices = 0x6fffffff;
    private const byte Weak = 2;

    /// <summary>A changed copy of the library, or null where it is not a file that this patch is safe for.</summary>
    public static byte[]? Apply(ReadOnlySpan<byte> library)
    {
        try
        {
            var copy = library.ToArray();
            return TryWeaken(copy) ? copy : null;
        }
        catch (ArgumentOutOfRangeException)
        {
            return null; // An offset that points out of the file: not an ELF file we know.
        }
    }

    private static bool TryWeaken(Span<byte> elf)
    {
        // ELF, 64 bit, little endian.
        if (!elf.StartsWith("\u007fELF\u0002\u0001"u8)
            || Section(elf, DynamicSymbols) is not { } symbols
            || Section(elf, VersionNeeds) is not { } needs
            || Section(elf, VersionIndices) is not { } indices
            || FindNeed(elf, needs) is not { } need)
        {
            return false;
        }

        var strings = SectionAt(elf, symbols.Link);
        var version = U16(elf, need + 6) & 0x7fff;
        var weakened = 0;
        for (var i = 0; i < symbols.Size / 24; i++)
        {
            if ((U16(elf, indices.Offset + (2 * i)) & 0x7fff) != version)
            {
                continue;
            }

            var symbol = symbols.Offset + (24 * i);
            if (Text(elf, strings.Offset + I32(elf, symbol)) != Symbol || U16(elf, symbol + 6) != 0)
            {
                return false; // Something that is really needed has this version as well.
            }

            elf[symbol + 4] = (byte)((Weak << 4) | (elf[symbol + 4] & 0xf));
            weakened++;
        }

        elf[need + 4] |= Weak;
        return weakened == 1;
    }

    /// <summary>Offset of the entry of .gnu.version_r that asks for the version.</summary>
    private static int? FindNeed(ReadOnlySpan<byte> elf, ElfSection needs)
    {
        var strings = SectionAt(elf, needs.Link);
        var file = needs.Offset;
        for (var i = 0; i < needs.Info; i++)
        {
            var entry = file + I32(elf, file + 8);
            for (var j = 0; j < U16(elf, file + 2); j++)
            {
                if (Text(elf, strings.Offset + I32(elf, entry + 8)) == Version)
                {
                    return entry;
                }

                entry += I32(elf, entry + 12);
            }

            file += I32(elf, file + 12);
        }

        return null;
    }

    private static ElfSection? Section(ReadOnlySpan<byte> elf, int type)
    {
        for (var i = 0; i < U16(elf, 60); i++)
        {
            var section = SectionAt(elf, i);
            if (section.Type == type)
            {
                return section;
            }
        }

        return null;
    }

    private static ElfSection SectionAt(ReadOnlySpan<byte> elf, int index)
    {
        var header = elf.Slice(I32(elf, 40) + (index * U16(elf, 58)), 64);
        return new ElfSection(I32(header, 4), I32(header, 24), I32(header, 32), I32(header, 40), I32(header, 44));
    }

    private static string Text(ReadOnlySpan<byte> elf, int offset)
    {
        var text = elf[offset..];
        var end = text.IndexOf((byte)0);
        return end < 0 ? "" : Encoding.ASCII.GetString(text[..end]);
    }

    private static ushort U16(ReadOnlySpan<byte> elf, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(elf.Slice(offset, 2));

    private static int I32(ReadOnlySpan<byte> elf, int offset) => BinaryPrimitives.ReadInt32LittleEndian(elf.Slice(offset, 4));

    private readonly record struct ElfSection(int Type, int Offset, int Size, int Link, int Info);
}
