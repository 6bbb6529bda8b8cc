using Microsoft.Extensions.Logging;

namespace Gateway.Core.Alarms;

internal static partial class Log
{
    [LoggerMessage(3500, LogLevel.Information, "Alarm {Alarm}: {From} to {To}, occurrence {Occurrence}")]
    public static partial void AlarmChanged(ILogger logger, string alarm, string from, string to, string occurrence);

    [LoggerMessage(3501, LogLevel.Warning, "Acknowledgement of {Alarm}, occurrence {Occurrence}, by {Actor} is refused: {Reason}")]
    public static partial void AcknowledgementRefused(ILogger logger, string alarm, string occurrence, string actor, AcknowledgeResult reason);

    [LoggerMessage(3503, LogLevel.Warning, "Shelving {Alarm} or bringing it back, by {Actor}, is refused: {Reason}")]
    public static partial void ShelvingRefused(ILogger logger, string alarm, string actor, ShelveResult reason);

    [LoggerMessage(3502, LogLevel.Error, "A transition of {Alarm} was not stored and will not be sent: {Problem}")]
    public static partial void TransitionNotStored(ILogger logger, string alarm, string problem);
}
