namespace Gateway.Core.Auditing;

/// <summary>Where the log goes on when it is opened, and whether a row must tell that something is missing.</summary>
/// <param name="From">The row behind which the next one comes.</param>
/// <param name="Gap">First missing number and why; null when all is there.</param>
internal readonly record struct AuditContinuation(AuditHead From, (long First, string Reason)? Gap)
{
    /// <param name="last">The last row of the file; None when it is empty.</param>
    /// <param name="known">The last row that was noted apart from it; None when nothing is noted.</param>
    /// <param name="isKnownInFile">Whether the row that was noted is in the file as it was noted. Means nothing when the file ends before it.</param>
    /// <param name="setAside">Why the file that was here could not be used, when this is a fresh one.</param>
    public static AuditContinuation Judge(AuditHead last, AuditHead known, bool isKnownInFile, string? setAside)
    {
        if (setAside is not null) return new AuditContinuation(known, (1, setAside));
        if (known.Number > last.Number) return new AuditContinuation(known, (last.Number + 1, "the end of the log is gone"));
        // Nothing is missing, but the log is not the one that was written: that is told where it was noticed.
        if (known.Number > 0 && !isKnownInFile) return new AuditContinuation(last, (last.Number + 1, $"row {known.Number} is not the one that was written"));
        return new AuditContinuation(last, null);
    }
}
