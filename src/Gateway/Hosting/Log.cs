using Microsoft.Extensions.Logging;

namespace Gateway.Hosting;

internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Warning, "The service manager cannot be told {State}: {Problem}")]
    public static partial void NotificationFailed(ILogger logger, string state, string problem);

    [LoggerMessage(1001, LogLevel.Critical, "The health check fails; the service manager's watchdog is left alone and will restart the gateway")]
    public static partial void WatchdogWithheld(ILogger logger);

    [LoggerMessage(1002, LogLevel.Information, "The health check passes again")]
    public static partial void WatchdogResumed(ILogger logger);
}
