using Gateway.Core.History;
using Gateway.Core.Site;

namespace Gateway.Hosting;

/// <summary>History as status shows it.</summary>
/// <param name="Days">UTC days that have readings.</param>
/// <param name="Waiting">Messages of the buffer that are not in it yet: as a rule those of the hour that runs.</param>
/// <param name="SetAside">Day files found damaged since the start and set aside.</param>
/// <param name="Damaged">Days found damaged or missing since the start, those included.</param>
internal sealed record HistoryStatus(
    int Days, DateOnly? Oldest, long SizeBytes, long MaximumBytes, long Waiting, int SetAside, string? LastError, string? LastErrorZh, int Damaged = 0)
{
    public static HistoryStatus Of(SiteModel site, HistorySnapshot history) => new(
        history.Days, history.Oldest, history.SizeBytes, site.Buffer.History.MaximumBytes, history.Waiting, history.SetAside, history.LastError?.English,
        history.LastError?.Chinese, history.Damaged.Count);
}
