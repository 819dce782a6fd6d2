namespace Aloe;

/// <summary>How a simulated user begins a conversation.</summary>
public enum OpeningStyle
{
    /// <summary>As the user likes.</summary>
    Free,

    /// <summary>With a short greeting that tells little.</summary>
    Greeting,

    /// <summary>With a question.</summary>
    Question,

    /// <summary>With something that happened.</summary>
    Story,

    /// <summary>With a task to help with.</summary>
    Request,

    /// <summary>With a greeting, a question, a story or a request, drawn for each case from the seed.</summary>
    Mixed,
}
