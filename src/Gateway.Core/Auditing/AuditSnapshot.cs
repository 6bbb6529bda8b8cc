using Gateway.Core.Documents;

namespace Gateway.Core.Auditing;

/// <summary>The audit log at one moment, for pages and commands.</summary>
/// <param name="Head">The last row that is durable.</param>
/// <param name="Waiting">Rows that wait for the disk.</param>
/// <param name="NotTaken">Entries since the start that could not be taken in.</param>
/// <param name="SizeBytes">On disk.</param>
/// <param name="LastError">Why nothing can be written now, for a person; null while it can.</param>
public sealed record AuditSnapshot(AuditHead Head, int Waiting, long NotTaken, long SizeBytes, Wording? LastError);
