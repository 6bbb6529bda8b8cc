using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Gateway.Core.Site;

namespace Gateway.Core.Auditing;

/// <summary>How rows of the audit log are tied together. What is hashed stands in FORMAT.md.</summary>
internal static class AuditChain
{
    /// <summary>Of whoever wants to check rows: before the first of all, the hash is zeros.</summary>
    public static byte[] Begin => new byte[ContentDigest.Bytes];

    /// <param name="before">The hash of the row before.</param>
    public static byte[] Hash(ReadOnlySpan<byte> before, long number, long wallMs, AuditKind kind, string actor, ReadOnlySpan<byte> body)
    {
        byte[] name = Encoding.UTF8.GetBytes(actor);
        // Lengths are hashed too: no byte of the actor can be moved into the body.
        Span<byte> head = stackalloc byte[25];
        BinaryPrimitives.WriteInt64LittleEndian(head, number);
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], wallMs);
        head[16] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(head[17..], name.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head[21..], body.Length);
        byte[] hash = new byte[ContentDigest.Bytes];
        ContentDigest.Write([.. before, .. head, .. name, .. body], hash);
        return hash;
    }

    /// <summary>Whether a row is the one that was written behind the row with that hash.</summary>
    public static bool IsSound(AuditRecord row, ReadOnlySpan<byte> before) =>
        Hash(before, row.Number, row.WallMs, row.Kind, row.Actor, row.Body.Span).AsSpan().SequenceEqual(row.Hash.Span);

    /// <summary>The row that tells that rows are missing before it: where the chain was, and why it was broken.</summary>
    public static AuditEntry Gap(long from, AuditHead known, string reason) => AuditEntry.Of(AuditKind.Gap, AuditEntry.Gateway, json =>
    {
        json.WriteNumber("from", from);
        json.WriteNumber("to", known.Number);
        json.WriteString("before", known.Hash);
        json.WriteString("reason", reason);
    });

    /// <returns>The range that a row of kind Gap tells, and the hash that it goes on from; null when it says nothing of the kind.</returns>
    public static (long From, long To, byte[] Before)? GapIn(AuditRecord row)
    {
        if (row.Kind != AuditKind.Gap) return null;
        try
        {
            using var document = JsonDocument.Parse(row.Body);
            var root = document.RootElement;
            byte[] before = Convert.FromHexString(root.GetProperty("before").GetString() ?? "");
            return (root.GetProperty("from").GetInt64(), root.GetProperty("to").GetInt64(), before);
        }
        catch (Exception nonsense) when (nonsense is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
