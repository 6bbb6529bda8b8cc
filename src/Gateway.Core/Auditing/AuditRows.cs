using System.Text.Json;

namespace Gateway.Core.Auditing;

/// <summary>Makes rows out of entries: numbers them and ties them to the row before.</summary>
internal sealed class AuditRows(AuditHead last)
{
    private byte[] _hash = Convert.FromHexString(last.Hash);
    private long _number = last.Number;

    public AuditHead Last => new(_number, Convert.ToHexStringLower(_hash));

    public AuditRecord Next(AuditEntry entry, long wallMs)
    {
        _number++;
        _hash = AuditChain.Hash(_hash, _number, wallMs, entry.Kind, entry.Actor, entry.Body.Span);
        return new AuditRecord(_number, wallMs, entry.Kind, entry.Actor, entry.Body, _hash);
    }

    public static AuditEntry Overflow(long count) => AuditEntry.Of(AuditKind.Overflow, AuditEntry.Gateway, json => json.WriteNumber("entries", count));

    public static AuditEntry Trimmed(AuditHead through) => AuditEntry.Of(AuditKind.Trimmed, AuditEntry.Gateway, json => WriteTrimmed(json, through));

    private static void WriteTrimmed(Utf8JsonWriter json, AuditHead through)
    {
        json.WriteNumber("to", through.Number);
        json.WriteString("hash", through.Hash);
    }
}
