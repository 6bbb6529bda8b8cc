namespace Gateway.Hosting;

/// <summary>What came of a wish to send refused messages once more.</summary>
internal enum RequeueResult
{
    Done,

    /// <summary>There is no feed of that name.</summary>
    UnknownFeed,

    /// <summary>It could not be written to the audit log, and was not done.</summary>
    NotRecorded,

    /// <summary>Too much else is asked of the feed now; nothing was done.</summary>
    Busy,
}
