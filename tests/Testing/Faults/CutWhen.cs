namespace PathwayOrleans.Testing.Faults;

/// <summary>When <see cref="FaultyProxy.CutOn"/> drops the connection.</summary>
public enum CutWhen
{
    /// <summary>Before the server receives the bytes: the requested change does not happen.</summary>
    BeforeForwarding,

    /// <summary>
    /// After the server has received and answered the bytes, before the client receives the answer: the change has happened,
    /// but the client cannot detect that.
    /// </summary>
    AfterForwarding,
}
