namespace Aloe.Torch;

/// <summary>libtorch, or the device asked of it, cannot be used on this machine; the message says what is missing and what to do.</summary>
public sealed class TorchUnavailableException : Exception
{
    /// <summary>An exception without details.</summary>
    public TorchUnavailableException()
        : this("libtorch cannot be used on this machine.")
    {
    }

    /// <summary>An exception with a message.</summary>
    /// <param name="message">What is missing and what to do.</param>
    public TorchUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    /// <param name="message">What is missing and what to do.</param>
    /// <param name="innerException">What the loader said.</param>
    public TorchUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
