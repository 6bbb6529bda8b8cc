using Gateway.Core.Auditing;

namespace Gateway.Core.Forwarding.Commands;

/// <summary>Commands and their outcomes as the audit log keeps them.</summary>
internal static class CommandAudit
{
    public static AuditEntry Of(AuditKind kind, string feed, Command command, CommandState state, string reason) =>
        AuditEntry.Of(kind, CommandJson.Actor(feed, command), json =>
        {
            json.WriteString("verb", command.Verb);
            json.WriteString("id", command.Id);
            json.WriteString("state", CommandJson.WordOf(state));
            if (reason.Length > 0) json.WriteString("reason", reason);
            // What was asked stands beside the command and need not be repeated with its outcome.
            if (kind != AuditKind.Command) return;
            json.WritePropertyName("asked");
            command.Arguments.WriteTo(json);
        });

    /// <summary>What came as a command and could not be read as one.</summary>
    public static AuditEntry OfUnread(string feed, string verb, int bytes, CommandState state, string reason) =>
        AuditEntry.Of(AuditKind.Command, $"@{feed}", json =>
        {
            json.WriteString("verb", verb);
            json.WriteNumber("bytes", bytes);
            json.WriteString("state", CommandJson.WordOf(state));
            json.WriteString("reason", reason);
        });
}
