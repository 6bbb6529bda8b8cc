namespace Gateway.Core.Forwarding.Commands;

/// <summary>What came of a command. In lower case it is the word in answers and in the events that record commands.</summary>
internal enum CommandState
{
    /// <summary>Taken and recorded; the outcome follows.</summary>
    Accepted,

    /// <summary>Done; the result is in the answer.</summary>
    Done,

    /// <summary>Taken, and could not be done; the reason says why.</summary>
    Failed,

    /// <summary>This feed may not ask that.</summary>
    Refused,

    /// <summary>This gateway cannot do that.</summary>
    Unsupported,

    /// <summary>Not a command as its schema describes it.</summary>
    Invalid,

    /// <summary>Its time was over.</summary>
    Expired,

    /// <summary>Its id was used before.</summary>
    Repeated,

    /// <summary>Too many at once: ask again later, with a new id.</summary>
    Busy,
}
