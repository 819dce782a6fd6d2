using System.Text.Json;

namespace Aloe.Data;

/// <summary>Personas, one a line: <c>{"schemaVersion":1,"id":…,"profile":…,"personality":…}</c>.</summary>
public sealed class PersonaFormat : JsonLinesFormat<Persona>
{
    private const int SchemaVersion = 1;

    private protected override IEnumerable<Persona> Parse(JsonLine line)
    {
        var persona = line.Parse(DataJsonContext.Default.PersonaLine);
        line.RequireSchema(persona.SchemaVersion, SchemaVersion);
        line.RequireText(persona.Id, "id");
        line.RequireText(persona.Profile, "profile");
        line.RequireText(persona.Personality, "personality");
        return [new Persona(persona.Id, persona.Profile, persona.Personality)];
    }

    internal override void Write(Persona item, Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(item);
        JsonSerializer.Serialize(json, new PersonaLine(SchemaVersion, item.Id, item.Profile, item.Personality), DataJsonContext.Default.PersonaLine);
    }
}
