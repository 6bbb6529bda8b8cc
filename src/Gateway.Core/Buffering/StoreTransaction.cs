using Gateway.Core.Alarms;

namespace Gateway.Core.Buffering;

/// <summary>Everything that one commit makes durable together.</summary>
public sealed class StoreTransaction
{
    public List<NewMessage> Messages { get; } = [];

    /// <summary>States of alarms that changed, stored with the transition that changed them.</summary>
    public List<AlarmRecord> AlarmStates { get; } = [];

    public List<BookmarkMove> Bookmarks { get; } = [];

    /// <summary>Messages that feeds put aside.</summary>
    public List<RefusedMessage> Refused { get; } = [];

    /// <summary>Messages that are no longer put aside.</summary>
    public List<(string Feed, Lane Lane, long Seq)> Readmitted { get; } = [];

    /// <summary>Counts of messages put aside that are too many to be named; zero when that is over.</summary>
    public List<UnlistedRefusals> Unlisted { get; } = [];

    /// <summary>
    /// Messages to delete, with the record of the drop (unless every feed had them and retention is over: then reason Age and no feed misses any). A drop
    /// that counts no readings is given the number of those it deletes.
    /// </summary>
    public List<Drop> Drops { get; } = [];

    /// <summary>The store's age clock (see FORMAT.md): by it, and not by the wall clock, messages grow old.</summary>
    public long AgeMs { get; set; }

    public bool IsEmpty => Messages.Count == 0 && AlarmStates.Count == 0 && Bookmarks.Count == 0 && Drops.Count == 0
        && Refused.Count == 0 && Readmitted.Count == 0 && Unlisted.Count == 0;
}
