using Microsoft.Extensions.Logging;

namespace Gateway.Core.Buffering;

internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Information, "Store open: epoch {Epoch}, boot {Boot}, ended cleanly before: {Clean}")]
    public static partial void Opened(ILogger logger, string epoch, int boot, bool clean);

    [LoggerMessage(4001, LogLevel.Error, "Stored data is missing: {Loss}")]
    public static partial void Lost(ILogger logger, string loss);

    [LoggerMessage(4002, LogLevel.Error, "The store takes nothing ({Fault}): {Reason} Readings are kept in memory and nothing is acknowledged until it does")]
    public static partial void Degraded(ILogger logger, StoreFault fault, string reason);

    [LoggerMessage(4003, LogLevel.Information, "The store takes readings again after {Duration}; {Dropped} readings were given up meanwhile")]
    public static partial void Recovered(ILogger logger, TimeSpan duration, long dropped);

    [LoggerMessage(4004, LogLevel.Error, "Memory is full while the store takes nothing: the oldest readings are being given up and recorded")]
    public static partial void Dropping(ILogger logger);

    [LoggerMessage(4006, LogLevel.Warning, "The store is nearly full: of sequences {From} to {To} of lane {Lane}, {Readings} readings were given up ({Reason})")]
    public static partial void MadeRoom(ILogger logger, Lane lane, long from, long to, long readings, string reason);

    [LoggerMessage(4007, LogLevel.Warning, "Sequences {From} to {To} of lane {Lane} are damaged or missing; they are recorded as dropped")]
    public static partial void DamagedMessages(ILogger logger, Lane lane, long from, long to);

    [LoggerMessage(4008, LogLevel.Information, "SQLite {Version} keeps {Path}")]
    public static partial void SqliteOpened(ILogger logger, string version, string path);

    [LoggerMessage(4009, LogLevel.Warning, "The disk has made no progress for {Duration}; polling goes on, and the oldest readings go when memory is full")]
    public static partial void NoProgress(ILogger logger, TimeSpan duration);

    [LoggerMessage(4010, LogLevel.Warning, "The witness file cannot be written ({Reason}); a loss at the end of the database would not be noticed")]
    public static partial void WitnessFailed(ILogger logger, string reason);

    [LoggerMessage(4011, LogLevel.Warning, "The store could not be closed properly ({Reason}); the next start looks at it as after a crash")]
    public static partial void CloseFailed(ILogger logger, string reason);

    [LoggerMessage(4012, LogLevel.Error, "Nothing could be saved of {Path}: {Reason}")]
    public static partial void NotSalvaged(ILogger logger, string path, string reason);

    [LoggerMessage(4031, LogLevel.Warning, "The first page of {Path} could not be read; that of a fresh database was put in its place to read on")]
    public static partial void FirstPageMended(ILogger logger, string path);

    [LoggerMessage(4014, LogLevel.Error, "The disk is full: {What} ({Bytes} bytes) was given up to make room")]
    public static partial void RoomMade(ILogger logger, string what, long bytes);

    [LoggerMessage(4015, LogLevel.Information, "There is room on the disk again: the ballast is back")]
    public static partial void BallastBack(ILogger logger);

    [LoggerMessage(4016, LogLevel.Warning, "No ballast can be put by: {Reason}")]
    public static partial void NoBallast(ILogger logger, string reason);

    [LoggerMessage(4013, LogLevel.Warning, "Something was stored, but the file could not be looked at afterwards: {Reason}")]
    public static partial void LookFailed(ILogger logger, string reason);

    [LoggerMessage(4030, LogLevel.Warning, "{Count} bookmarks of lane {Lane} are beyond anything that was stored and begin anew; their feeds send again what there is")]
    public static partial void BookmarksForgotten(ILogger logger, int count, Lane lane);
}
