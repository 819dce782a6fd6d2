namespace Aloe.Samples;

/// <summary>Something the user can put right on the command line: shown as one line, exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
