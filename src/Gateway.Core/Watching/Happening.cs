using System.Text.Json;
using Gateway.Core.Auditing;
using Gateway.Core.Buffering;

namespace Gateway.Core.Watching;

/// <summary>Something that happened to the gateway itself: an event for the platforms and a row of the audit log.</summary>
public sealed record Happening(MessageKind Kind, AuditEntry Entry)
{
    /// <summary>Something that happened to what is stored.</summary>
    /// <param name="what">The word for it, the member <c>what</c>.</param>
    internal static Happening OfStore(AuditKind kind, string what, Action<Utf8JsonWriter> members) =>
        new(MessageKind.Store, AuditEntry.Of(kind, AuditEntry.Gateway, json =>
        {
            json.WriteString("what", what);
            members(json);
        }));
}
