using Gateway.Core.Alarms;
using Gateway.Core.Auditing;
using Gateway.Core.Buffering;

namespace Gateway.Core.Forwarding.Proof;

/// <summary>What a heartbeat tells.</summary>
/// <param name="Now">For the days that certificates have left.</param>
/// <param name="Audit">The end of the audit log; null when there is none.</param>
/// <param name="Uptime">Since the process started.</param>
internal sealed record HeartbeatFacts(
    DateTimeOffset Now, TimeSpan Uptime, BufferSnapshot Buffer, IReadOnlyList<FeedSnapshot> Feeds, IReadOnlyList<AlarmRecord> Alarms, DiskRoom? Disk,
    IReadOnlyList<CertificateLife> Certificates, AuditHead? Audit = null)
{
    public static HeartbeatFacts Of(ProofSurroundings around, DateTimeOffset now, TimeSpan uptime) =>
        new(now, uptime, around.Buffer.Snapshot, around.Feeds(), around.Alarms(), around.Disk(), around.Certificates(), around.Audit?.Invoke());
}
