namespace Gateway.Core.Auditing;

/// <summary>A row of the audit log.</summary>
/// <param name="Number">From 1, without gaps but for those that a row of kind Gap or Trimmed tells.</param>
/// <param name="WallMs">When it was taken in, UTC milliseconds by the wall clock as it was then.</param>
/// <param name="Actor">Who.</param>
/// <param name="Body">A JSON object in UTF-8.</param>
/// <param name="Hash">SHA-256 over the hash of the row before and all of this one.</param>
public sealed record AuditRecord(long Number, long WallMs, AuditKind Kind, string Actor, ReadOnlyMemory<byte> Body, ReadOnlyMemory<byte> Hash)
{
    public AuditHead Head => new(Number, Convert.ToHexStringLower(Hash.Span));
}
