using Microsoft.Extensions.Logging;

namespace Gateway.Core.Auditing;

internal static partial class Log
{
    [LoggerMessage(4700, LogLevel.Error, "The audit log cannot be written: {Reason} Entries wait in memory, and commands that must be recorded are refused")]
    public static partial void NotWritten(ILogger logger, string reason);

    [LoggerMessage(4701, LogLevel.Information, "The audit log is written again")]
    public static partial void WrittenAgain(ILogger logger);

    [LoggerMessage(4702, LogLevel.Error, "The audit log was damaged and set aside as {Path}: {Reason}")]
    public static partial void SetAside(ILogger logger, string path, string reason);

    [LoggerMessage(4703, LogLevel.Error, "The audit log has a gap, rows {First} to {Last}: {Reason}")]
    public static partial void Gap(ILogger logger, long first, long last, string reason);

    [LoggerMessage(4704, LogLevel.Warning, "The end of the audit log cannot be noted beside it ({Reason}); a loss there would not be noticed")]
    public static partial void HeadNotNoted(ILogger logger, string reason);

    [LoggerMessage(4705, LogLevel.Error, "Too many entries of the audit log wait for the disk: more are not taken, and counted")]
    public static partial void Overflow(ILogger logger);

    [LoggerMessage(4706, LogLevel.Error, "{Entries} entries of the audit log could not be written before the end")]
    public static partial void LeftOut(ILogger logger, int entries);
}
