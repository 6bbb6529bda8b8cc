using Gateway.Core.Buffering;
using Gateway.Core.Documents;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Core.Auditing;

/// <summary>Writes rows into the audit log of a data folder on which no gateway runs: for what somebody does to a device meanwhile.</summary>
public static class OfflineAudit
{
    /// <summary>Appends a row; holds the folder as a gateway does, for as long as that takes. Makes no log where there is none.</summary>
    /// <returns>Why it was not written, for a person; null when it was, and survives a power cut.</returns>
    public static Wording? TryAppend(string dataFolder, AuditEntry entry, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var files = new StoreFiles(dataFolder);
        if (!File.Exists(files.Audit)) return ($"there is no audit log in {files.Folder}", $"{files.Folder} 中没有审计日志");
        SQLitePCL.Batteries_V2.Init();
        try
        {
            using var held = StoreLock.Take(files);
            using var log = new AuditFile(dataFolder, AuditLog.UsualMaximumBytes, time, NullLogger.Instance);
            log.Open();
            log.Write([(entry, time.GetUtcNow().ToUnixTimeMilliseconds())]);
            return null;
        }
        catch (StoreException taken) when (taken.Fault == StoreFault.Busy)
        {
            return ($"a gateway uses {files.Folder}, and the bus is none of its", $"网关正在使用 {files.Folder}，而此总线不属于该网关");
        }
        catch (StoreException failure)
        {
            return failure.Explanation;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return (refused.Message, refused.Message);
        }
    }
}
