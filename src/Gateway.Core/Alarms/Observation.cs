namespace Gateway.Core.Alarms;

/// <summary>What one sample or scan says about one alarm's condition.</summary>
/// <param name="At">When, on the monotonic clock.</param>
/// <param name="TimeMs">When, on the wall clock: UTC milliseconds.</param>
/// <param name="ValidUntil">
/// Until when, on the monotonic clock, it may stand for the present if nothing newer comes; when it says nothing, until when at most what was said before may.
/// </param>
/// <param name="Value">The value judged; null for a device alarm.</param>
internal readonly record struct Observation(Evidence Evidence, long At, long TimeMs, long ValidUntil, double? Value = null);
