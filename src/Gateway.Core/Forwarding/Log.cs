using Gateway.Core.Buffering;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Forwarding;

internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Information, "Feed {Feed} is connected to {Host}:{Port} (session resumed: {Resumed})")]
    public static partial void Connected(ILogger logger, string feed, string host, int port, bool resumed);

    [LoggerMessage(5001, LogLevel.Warning, "Feed {Feed} lost its connection: {Reason}")]
    public static partial void Lost(ILogger logger, string feed, string reason);

    [LoggerMessage(5002, LogLevel.Warning, "Feed {Feed} cannot connect to {Host}:{Port} and keeps trying: {Reason}")]
    public static partial void CannotConnect(ILogger logger, string feed, string host, int port, string reason);

    [LoggerMessage(5003, LogLevel.Error, "Feed {Feed}: another client uses our client identifier {ClientIdentifier}; trying again in {Wait}")]
    public static partial void TakenOver(ILogger logger, string feed, string clientIdentifier, TimeSpan wait);

    [LoggerMessage(5004, LogLevel.Error, "Feed {Feed}: lane {Lane} is parked, the broker refuses it: {Reason}. Nothing is lost; it is tried again every 5 min")]
    public static partial void Parked(ILogger logger, string feed, Lane lane, string reason);

    [LoggerMessage(5005, LogLevel.Information, "Feed {Feed}: the broker takes lane {Lane} again")]
    public static partial void Unparked(ILogger logger, string feed, Lane lane);

    [LoggerMessage(5006, LogLevel.Error, "Feed {Feed}: message {Seq} of lane {Lane} ({Bytes} bytes) is put aside, the broker will not take it: {Reason}")]
    public static partial void Quarantined(ILogger logger, string feed, Lane lane, long seq, int bytes, string reason);

    [LoggerMessage(5007, LogLevel.Warning, "Feed {Feed}: the broker accepts lane {Lane}, but nobody subscribes to it")]
    public static partial void NobodyListens(ILogger logger, string feed, Lane lane);

    [LoggerMessage(5008, LogLevel.Information, "Feed {Feed}: somebody subscribes to lane {Lane} again")]
    public static partial void SomebodyListens(ILogger logger, string feed, Lane lane);

    [LoggerMessage(5009, LogLevel.Warning, "Feed {Feed}: messages {From} to {To} of lane {Lane} were gone from the store before they could be sent")]
    public static partial void Gone(ILogger logger, string feed, Lane lane, long from, long to);

    [LoggerMessage(5010, LogLevel.Warning, "Feed {Feed}: the store cannot be read and is tried every second: {Reason}")]
    public static partial void CannotRead(ILogger logger, string feed, string reason);

    [LoggerMessage(5011, LogLevel.Information, "Feed {Feed}: the store can be read again")]
    public static partial void ReadsAgain(ILogger logger, string feed);

    [LoggerMessage(5012, LogLevel.Warning, "Feed {Feed}: the broker does not take {Topic}: {Reason}")]
    public static partial void AnnouncementRefused(ILogger logger, string feed, string topic, string reason);

    [LoggerMessage(5013, LogLevel.Error, "Feed {Feed}: message {Seq} of lane {Lane} cannot be explained: {Reason}")]
    public static partial void Unexplained(ILogger logger, string feed, Lane lane, long seq, string reason);

    [LoggerMessage(5014, LogLevel.Warning, "Feed {Feed}: the broker is out of step with our session, which is begun anew; what was in flight is sent again")]
    public static partial void BeginsAnew(ILogger logger, string feed);

    [LoggerMessage(5015, LogLevel.Information, "Feed {Feed} has stopped; {Unacknowledged} messages were in flight and will be sent again")]
    public static partial void Stopped(ILogger logger, string feed, int unacknowledged);

    [LoggerMessage(5016, LogLevel.Critical, "Feed {Feed} failed and starts again from its bookmark in {Wait}")]
    public static partial void Failed(ILogger logger, Exception failure, string feed, TimeSpan wait);

    [LoggerMessage(5031, LogLevel.Error, "Feed {Feed}: the broker takes connections and acknowledges nothing, {Count} times in a row; nothing is lost, and it is tried on")]
    public static partial void Unanswered(ILogger logger, string feed, int count);

    [LoggerMessage(5050, LogLevel.Warning, "A heartbeat could not be stored: {Reason}")]
    public static partial void NoHeartbeat(ILogger logger, string reason);

    [LoggerMessage(5051, LogLevel.Warning, "A manifest has to wait: {Reason}")]
    public static partial void NoManifest(ILogger logger, string reason);

    [LoggerMessage(5017, LogLevel.Information, "Feed {Feed}: the newest readings go first; the backlog, messages {From} to {To}, follows beside them")]
    public static partial void LiveFirst(ILogger logger, string feed, long from, long to);

    [LoggerMessage(5018, LogLevel.Information, "Feed {Feed}: the backlog is acknowledged")]
    public static partial void Drained(ILogger logger, string feed);

    [LoggerMessage(5019, LogLevel.Warning, "Feed {Feed}: the platform says it has lane {Lane} up to {Through}, which does not fit what was sealed, up to {Last} ({Reason}); not believed")]
    public static partial void PlatformDisagrees(ILogger logger, string feed, Lane lane, long through, long last, string reason);

    [LoggerMessage(5022, LogLevel.Information, "Feed {Feed}: the platform's receipt for lane {Lane} up to {Through} fits again")]
    public static partial void PlatformAgrees(ILogger logger, string feed, Lane lane, long through);

    [LoggerMessage(5023, LogLevel.Warning, "Feed {Feed}: the broker has acknowledged lane {Lane} up to {Acknowledged}, and the platform has confirmed {Receipt} and nothing more for 10 min")]
    public static partial void PlatformDoesNotConfirm(ILogger logger, string feed, Lane lane, long acknowledged, long receipt);

    [LoggerMessage(5024, LogLevel.Information, "Feed {Feed}: the platform confirms lane {Lane} again, up to {Receipt}")]
    public static partial void PlatformConfirms(ILogger logger, string feed, Lane lane, long receipt);

    [LoggerMessage(5020, LogLevel.Information, "Feed {Feed}: command {Verb} {Id} by {By}: {State} {Reason}")]
    public static partial void Commanded(ILogger logger, string feed, string verb, string id, string by, Commands.CommandState state, string reason);

    [LoggerMessage(5025, LogLevel.Error, "Feed {Feed}: the outcome of command {Verb} {Id}, {State}, could not be recorded")]
    public static partial void OutcomeNotRecorded(ILogger logger, string feed, string verb, string id, Commands.CommandState state);

    [LoggerMessage(5030, LogLevel.Critical, "Feed {Feed}: what came on {Topic} could not be dealt with, and is passed over")]
    public static partial void NotTaken(ILogger logger, Exception failure, string feed, string topic);

    [LoggerMessage(5021, LogLevel.Warning, "Feed {Feed}: the broker does not let us subscribe, so no commands and no receipts come: {Reason}")]
    public static partial void CannotListen(ILogger logger, string feed, string reason);

    [LoggerMessage(5026, LogLevel.Warning, "Feed {Feed}: its client certificate ends on {Ends:u}, in {Days} days: renew it; a new file is used at the next connection")]
    public static partial void CertificateEnds(ILogger logger, string feed, DateTimeOffset ends, long days);

    [LoggerMessage(5027, LogLevel.Error, "Feed {Feed}: its client certificate ended on {Ends:u}; the broker will refuse it")]
    public static partial void CertificateEnded(ILogger logger, string feed, DateTimeOffset ends);

    [LoggerMessage(5028, LogLevel.Information, "Feed {Feed}: its client certificate was renewed, until {Ends:u}")]
    public static partial void CertificateRenewed(ILogger logger, string feed, DateTimeOffset ends);

    [LoggerMessage(5029, LogLevel.Warning, "Feed {Feed}: what there is to say of its client certificate could not be stored: {Reason}")]
    public static partial void CertificateNotTold(ILogger logger, string feed, string reason);
}
