namespace Aloe.Reporting.Viewer;

/// <summary>A reply as the viewer reads it.</summary>
internal sealed record ViewerReply(string Text, bool Informed);
