using Gateway.Core.Auditing;
using Gateway.Core.Buffering;
using Gateway.Core.Site;

namespace Gateway.Cli;

/// <summary>The audit log's part of <c>buffer status</c>.</summary>
/// <param name="Head">The last row, as NUMBER:HASH: who keeps it can prove later, with <c>buffer verify --head</c>, that nothing before it was changed. Null
/// when there is none.</param>
/// <param name="Trouble">Why it cannot be read; null when it can.</param>
internal sealed record BufferAudit(long Rows, long SizeBytes, string? Head, string? Trouble)
{
    /// <returns>Null when there is no log.</returns>
    public static BufferAudit? Of(SiteModel site)
    {
        var log = new AuditInspection(site.Buffer.Path);
        if (!log.Exists) return null;
        try
        {
            var head = log.Head();
            return new BufferAudit(log.Count(), log.SizeBytes, head.Number == 0 ? null : $"{head.Number}:{head.Hash}", null);
        }
        catch (StoreException unreadable)
        {
            return new BufferAudit(0, log.SizeBytes, null, unreadable.Explanation.English);
        }
    }
}
