using System.Text.Json;
using Gateway.Core.Documents;
using Gateway.Core.Site;

namespace Gateway.Core.Auditing;

/// <summary>Something to be written to the audit log.</summary>
/// <param name="Actor">Who: a platform's user and its feed, a local user, or <see cref="Gateway"/>.</param>
/// <param name="Body">A JSON object in UTF-8.</param>
public sealed record AuditEntry(AuditKind Kind, string Actor, ReadOnlyMemory<byte> Body)
{
    /// <summary>The actor of what the gateway does by itself.</summary>
    public const string Gateway = "gateway";

    /// <summary>Longest body; of a longer one the log keeps length and SHA-256.</summary>
    public const int MostBodyBytes = 4096;

    /// <summary>Longest actor, in characters; a longer one is cut.</summary>
    public const int LongestActor = 200;

    /// <param name="members">Writes the members of the body.</param>
    public static AuditEntry Of(AuditKind kind, string actor, Action<Utf8JsonWriter> members)
    {
        ArgumentNullException.ThrowIfNull(actor);
        byte[] body = ObjectJson.Of(members);
        if (body.Length > MostBodyBytes) body = ObjectJson.Of(json => WriteTooLong(json, body));
        return new AuditEntry(kind, actor.Length > LongestActor ? Cut(actor) : actor, body);
    }

    private static string Cut(string actor) => char.IsHighSurrogate(actor[LongestActor - 1]) ? actor[..(LongestActor - 1)] : actor[..LongestActor];

    private static void WriteTooLong(Utf8JsonWriter json, byte[] body)
    {
        json.WriteNumber("bytes", body.Length);
        json.WriteString("sha256", ContentDigest.Of(body));
    }
}
