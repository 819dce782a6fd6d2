namespace Aloe.Reporting.Viewer;

/// <summary>A persona as the viewer reads it.</summary>
internal sealed record ViewerPersona(string Id, string Profile, string Personality);
