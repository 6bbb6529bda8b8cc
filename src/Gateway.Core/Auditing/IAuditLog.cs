using Gateway.Core.Buffering;

namespace Gateway.Core.Auditing;

/// <summary>Where every room writes what must be provable later: who did what, and what happened to the gateway itself.</summary>
/// <remarks>Safe for threads. Rows are in the order of the calls.</remarks>
public interface IAuditLog
{
    /// <summary>The last row that is durable.</summary>
    AuditHead Head { get; }

    /// <summary>Writes a row. It is taken in before the call returns.</summary>
    /// <param name="cancel">Ends the waiting only: the row is written all the same.</param>
    /// <returns>Completes when the row survives a power cut. Waits for as long as the disk takes nothing.</returns>
    /// <exception cref="StoreException">Too many rows wait for a failing disk, or the log has ended: this one is not written.</exception>
    ValueTask AppendAsync(AuditEntry entry, CancellationToken cancel);

    /// <summary>Writes a row as soon as the disk takes it, for those that cannot wait. One that is not taken in is counted, and the count becomes a
    /// row.</summary>
    void Note(AuditEntry entry);
}
