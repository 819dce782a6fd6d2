namespace Aloe;

/// <summary>Which responder wrote a reply.</summary>
public enum ReplySource
{
    /// <summary>The responder that was told the revealed persona.</summary>
    Informed,

    /// <summary>The responder that saw the conversation only.</summary>
    Uninformed,
}
