namespace Gateway.Cli;

/// <summary>What <c>envgw buffer verify</c> found, as JSON.</summary>
/// <param name="Messages">Looked at.</param>
/// <param name="Readings">Of the history, that are sound.</param>
/// <param name="AuditRows">Of the audit log.</param>
internal sealed record BufferVerifyReport(string Schema, string Path, long Messages, long Readings, long AuditRows, IReadOnlyList<BufferDamage> Damaged);
