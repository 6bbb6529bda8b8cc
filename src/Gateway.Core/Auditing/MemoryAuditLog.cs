namespace Gateway.Core.Auditing;

/// <summary>The audit log of a gateway that runs without a disk: it is chained as on disk, and gone with the process.</summary>
public sealed class MemoryAuditLog(TimeProvider time) : IAuditLog
{
    // Some hundred kilobytes.
    private const int MostRows = 1_000;

    private readonly Lock _gate = new();
    private readonly Queue<AuditRecord> _rows = new();
    private byte[] _hash = AuditChain.Begin;
    private long _number;

    public AuditHead Head
    {
        get { lock (_gate) return new AuditHead(_number, Convert.ToHexStringLower(_hash)); }
    }

    /// <summary>The last rows, oldest first.</summary>
    public IReadOnlyList<AuditRecord> Rows
    {
        get { lock (_gate) return [.. _rows]; }
    }

    public ValueTask AppendAsync(AuditEntry entry, CancellationToken cancel)
    {
        Note(entry);
        return ValueTask.CompletedTask;
    }

    public void Note(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (_gate)
        {
            long wallMs = time.GetUtcNow().ToUnixTimeMilliseconds();
            _number++;
            _hash = AuditChain.Hash(_hash, _number, wallMs, entry.Kind, entry.Actor, entry.Body.Span);
            _rows.Enqueue(new AuditRecord(_number, wallMs, entry.Kind, entry.Actor, entry.Body, _hash));
            if (_rows.Count > MostRows) _rows.Dequeue();
        }
    }
}
