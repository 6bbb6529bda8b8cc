namespace Gateway.Core.Buffering;

/// <summary>A write-ahead log with a damaged place that is no torn tail.</summary>
/// <param name="Commits">Behind the place.</param>
/// <param name="Saved">Messages that were saved of them.</param>
/// <param name="IsMended">It was one bit, which was set right: the log is as it was written.</param>
internal sealed record DamagedLog(int Commits, long Saved, bool IsMended = false);
