namespace Aloe.Runs;

/// <summary>Which call of an item is meant: the role that was asked, a hash of the request, and the how-many-th time the item asks just that.</summary>
internal readonly record struct CallKey(string Role, string Request, int Occurrence);
