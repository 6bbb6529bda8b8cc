using Gateway.Core.Auditing;
using Gateway.Core.Documents;
using Gateway.Hosting;

namespace Gateway.Cli.Commissioning;

/// <summary>Has a write to a device recorded: by the service that lent the bus, or, while none runs, in the audit log of its data folder.</summary>
internal sealed class WriteRecord(BusLine line)
{
    /// <summary>Why nobody recorded it; null as long as it is recorded.</summary>
    public Wording? Missing { get; private set; }

    /// <returns>Whether the write may be made: not when a service that has the bus cannot record it.</returns>
    public async Task<bool> AddAsync(RegisterWriteNote note, CancellationToken cancel)
    {
        if (line.IsLent) return await line.RecordAsync(note, cancel);
        Missing ??= Append(note);
        return true;
    }

    private Wording? Append(RegisterWriteNote note)
    {
        var target = line.Target;
        if ((target.Site?.Buffer.Path ?? target.DataFolder) is not { } folder) return ("no site file tells where a gateway keeps its audit log", "没有站点文件说明网关的审计日志位置");
        string actor = $"{Person.Name} (pid {Environment.ProcessId}, no gateway)";
        return OfflineAudit.TryAppend(folder, AuditDesk.EntryOf(target.SiteBus?.Name ?? target.Written, actor, note), line.Time);
    }
}
