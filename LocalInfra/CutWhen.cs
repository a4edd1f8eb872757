namespace PathwayOrleans.LocalInfra;

/// <summary>At which moment <see cref="FaultyProxy.CutOn"/> drops the connection.</summary>
public enum CutWhen
{
    /// <summary>The server never gets the bytes: what they asked for does not happen.</summary>
    BeforeForwarding,

    /// <summary>The server gets the bytes and has answered them, but the client gets no answer: it happened, and the client cannot know.</summary>
    AfterForwarding,
}
