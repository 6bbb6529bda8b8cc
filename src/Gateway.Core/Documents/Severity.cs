namespace Gateway.Core.Documents;

/// <summary>How much a problem matters.</summary>
public enum Severity
{
    /// <summary>The files cannot be used as they are.</summary>
    Error,

    /// <summary>They can, but probably not as meant.</summary>
    Warning,

    /// <summary>Worth knowing; nothing is wrong.</summary>
    Info,
}
