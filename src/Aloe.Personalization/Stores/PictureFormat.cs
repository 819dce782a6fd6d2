using System.Text.Json;

namespace Aloe.Personalization;

/// <summary>Pictures as JSON.</summary>
internal static class PictureFormat
{
    private const int Schema = 1;

    public static byte[] Write(UserPicture picture)
    {
        var document = new PictureDocument(Schema, picture.Version, picture.Updated, picture.Turns, picture.Revealed.Facts, picture.Revealed.Traits);
        return JsonSerializer.SerializeToUtf8Bytes(document, PictureJsonContext.Default.PictureDocument);
    }

    /// <summary>Null where the bytes are no picture of this schema.</summary>
    public static UserPicture? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var document = JsonSerializer.Deserialize(json, PictureJsonContext.Default.PictureDocument);
            return document is { Schema: Schema } && !document.Facts.Concat(document.Traits).Contains(null)
                ? new UserPicture(new RevealedPersona(document.Facts, document.Traits), document.Version, document.Updated, document.Turns)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
