namespace Gateway.Core.Auditing;

/// <summary>The end of the audit log. Who keeps a head can prove later that nothing before it was changed.</summary>
/// <param name="Number">Of the last row; 0 when there is none yet.</param>
/// <param name="Hash">That row's hash, 64 hex digits in lower case; of no row 64 zeros.</param>
public readonly record struct AuditHead(long Number, string Hash)
{
    /// <summary>Before the first row.</summary>
    public static AuditHead None { get; } = new(0, new string('0', 64));
}
