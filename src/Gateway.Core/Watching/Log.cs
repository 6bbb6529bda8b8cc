using Gateway.Core.Auditing;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Watching;

internal static partial class Log
{
    [LoggerMessage(4800, LogLevel.Warning, "An event could not be stored ({Kind}): {Reason}")]
    public static partial void NotTold(ILogger logger, AuditKind kind, string reason);
}
