namespace Aloe.Data;

/// <summary>A file does not hold what its format asks for. The message names file, line and, where known, the field.</summary>
public sealed class DataFormatException : FormatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The file.</param>
    /// <param name="line">1-based line; 0 where the whole file is meant.</param>
    /// <param name="field">The field, such as <c>turns[2].user</c>; null where the line as a whole is meant.</param>
    /// <param name="reason">What is wrong.</param>
    /// <param name="innerException">What the parser said, if anything.</param>
    public DataFormatException(string path, int line, string? field, string reason, Exception? innerException = null)
        : base($"{path}{(line > 0 ? $", line {line}" : "")}{(string.IsNullOrEmpty(field) ? "" : $", field {field}")}: {reason}", innerException)
    {
        Path = path;
        Line = line;
        Field = field;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>1-based line; 0 where the whole file is meant.</summary>
    public int Line { get; }

    /// <summary>The field, such as <c>turns[2].user</c>; null where the line as a whole is meant.</summary>
    public string? Field { get; }
}
