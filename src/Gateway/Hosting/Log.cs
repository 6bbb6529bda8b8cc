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

    [LoggerMessage(1010, LogLevel.Information, "Running {Site}: {Buses} buses, {Devices} devices, {Points} points, {Feeds} feeds")]
    public static partial void Running(ILogger logger, string site, int buses, int devices, int points, int feeds);

    [LoggerMessage(1011, LogLevel.Information, "Stopped")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(1012, LogLevel.Critical, "A room failed; the gateway ends so that it is started again on data that is safe")]
    public static partial void RoomFailed(ILogger logger, Exception bug);

    [LoggerMessage(1013, LogLevel.Error, "A feed has no password: {Problem}")]
    public static partial void SecretMissing(ILogger logger, string problem);

    [LoggerMessage(1014, LogLevel.Warning, "Stopping takes too long; ended without waiting for: {Rooms}")]
    public static partial void RoomsOverdue(ILogger logger, string rooms);

    [LoggerMessage(1015, LogLevel.Error, "Stopped before {Readings} readings and {Events} events could be stored; they are lost: {Reason}")]
    public static partial void StoppedWithUnstored(ILogger logger, int readings, int events, string reason);

    [LoggerMessage(1016, LogLevel.Error, "A connection to the local socket could not be taken; commands on this box may get no answer")]
    public static partial void ConnectionNotTaken(ILogger logger, Exception trouble);
}
