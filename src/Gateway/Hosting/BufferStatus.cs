using Gateway.Core.Buffering;
using Gateway.Core.Site;

namespace Gateway.Hosting;

/// <summary>The buffer as status shows it.</summary>
/// <param name="State">healthy or degraded.</param>
/// <param name="Days">How many days it holds at the rate so far; null while too little is known.</param>
/// <param name="ShortOfRoom">Others have filled the disk, and the ballast was given up.</param>
/// <param name="Loss">What is known to be missing, and why; null when nothing is.</param>
internal sealed record BufferStatus(
    string State, string Path, long SizeBytes, long MaximumBytes, string Epoch, int Boot, long Commits, long StoredReadings, long StoredEvents,
    int PendingReadings,
    long DroppedReadings, string? LastError, string? Loss, string? LastErrorZh = null, string? LossZh = null, double? Days = null,
    bool ShortOfRoom = false)
{
    public static BufferStatus Of(SiteModel site, BufferSnapshot buffer, TimeSpan held) => new(
        buffer.State.ToString().ToLowerInvariant(), site.Buffer.Path, buffer.SizeBytes, site.Buffer.MaximumBytes, buffer.Epoch, buffer.Boot, buffer.Commits,
        buffer.StoredReadings, buffer.StoredEvents, buffer.PendingReadings, buffer.DroppedReadings,
        buffer.LastError?.English, buffer.Loss?.English, buffer.LastError?.Chinese, buffer.Loss?.Chinese,
        BufferForecast.Days(buffer.SizeBytes, site.Buffer.MaximumBytes, held), buffer.IsShortOfRoom);
}
