using Microsoft.Extensions.Logging;

namespace Gateway.Core.History;

internal static partial class Log
{
    [LoggerMessage(4500, LogLevel.Error, "History cannot be written: {Reason} The buffer keeps what it holds until it can")]
    public static partial void NotTaken(ILogger logger, string reason);

    [LoggerMessage(4501, LogLevel.Information, "History is written again")]
    public static partial void TakingAgain(ILogger logger);

    [LoggerMessage(4502, LogLevel.Error, "The history of {Day} is damaged ({Reason}) and was set aside as {Path}; what the buffer still holds of it is taken again")]
    public static partial void DaySetAside(ILogger logger, DateOnly day, string path, string reason);

    [LoggerMessage(4503, LogLevel.Information, "The history of {Day} is over and was deleted")]
    public static partial void DayDeleted(ILogger logger, DateOnly day);

    [LoggerMessage(4505, LogLevel.Error, "The history of {Day} is damaged, {Hours} hours of points: {Reason}; other days are not concerned")]
    public static partial void DayDamaged(ILogger logger, DateOnly day, int hours, string reason);

    [LoggerMessage(4504, LogLevel.Warning, "{Readings} readings in sequences {From} to {To} have no name, for their layout is lost; history goes without them")]
    public static partial void Nameless(ILogger logger, long readings, long from, long to);
}
