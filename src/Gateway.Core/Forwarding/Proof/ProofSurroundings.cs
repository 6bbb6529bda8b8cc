using Gateway.Core.Alarms;
using Gateway.Core.Auditing;
using Gateway.Core.Buffering;

namespace Gateway.Core.Forwarding.Proof;

/// <summary>What heartbeats and manifests are made of. The functions are asked each time and answer from any thread.</summary>
/// <param name="Gateway">Id of the gateway.</param>
/// <param name="Buffer">Open; where heartbeats and manifests are stored.</param>
/// <param name="Feeds">Every feed as it is now.</param>
/// <param name="Alarms">Every alarm as it is now.</param>
/// <param name="Disk">Room on the store's disk; null when there is no disk or it does not tell.</param>
/// <param name="Certificates">The certificates that feeds show, as far as they can be read.</param>
public sealed record ProofSurroundings(
    string Gateway, DurableBuffer Buffer, Func<IReadOnlyList<FeedSnapshot>> Feeds, Func<IReadOnlyList<AlarmRecord>> Alarms, Func<DiskRoom?> Disk,
    Func<IReadOnlyList<CertificateLife>> Certificates)
{
    /// <summary>The end of the audit log, so that whoever keeps heartbeats can prove that nothing before it was changed; null when there is no log.</summary>
    public Func<AuditHead>? Audit { get; init; }
}
