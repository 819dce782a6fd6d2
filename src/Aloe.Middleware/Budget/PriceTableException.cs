namespace Aloe.Middleware;

/// <summary>A price table cannot be read, or has no price for a model. The message names the file, and line, model or field.</summary>
public sealed class PriceTableException : FormatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="source">The file, or what else the table came from.</param>
    /// <param name="reason">What is wrong.</param>
    /// <param name="innerException">What the parser said, if anything.</param>
    public PriceTableException(string source, string reason, Exception? innerException = null)
        : base($"{source}: {reason}", innerException)
    {
    }
}
