using Microsoft.Extensions.Logging;

namespace Gateway.Core.Processing;

internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Critical, "Judging a scan of {Device} failed; its readings are stored, its alarms are not judged until this is mended")]
    public static partial void JudgingFailed(ILogger logger, Exception exception, string device);

    [LoggerMessage(3001, LogLevel.Information, "Scans of {Device} are judged again")]
    public static partial void JudgingResumed(ILogger logger, string device);

    [LoggerMessage(3002, LogLevel.Warning, "{Count} points of {Device} have had no reading for longer than their stale limit, {Point} among them")]
    public static partial void PointsStale(ILogger logger, int count, string device, string point);

    [LoggerMessage(3003, LogLevel.Error, "The buffer took no more within {Patience} of the stop; {Count} scans and what was waiting for the disk are lost")]
    public static partial void DrainAbandoned(ILogger logger, int count, TimeSpan patience);
}
