using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Hosting;

/// <summary>Reads devices at once for somebody who does not want to wait for their turn.</summary>
/// <param name="latest">The latest reading of a point, by its number.</param>
/// <param name="want">Has a device read as soon as its bus is free.</param>
internal sealed class PromptReading(SiteModel site, Func<int, Reading> latest, Action<DeviceModel> want, TimeProvider time)
{
    /// <summary>Longer than a slow bus takes for a round, shorter than a command may take.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(20);

    /// <summary>Ends when every point has a reading that was made after the call, good or bad, or after eight seconds.</summary>
    /// <param name="ids">Those of no point are passed over.</param>
    /// <returns>Ids of points without such a reading: their bus is lent, or has too much to do.</returns>
    public async Task<IReadOnlyList<string>> ReadAsync(IReadOnlyList<string> ids, CancellationToken cancel)
    {
        long askedMs = time.GetUtcNow().ToUnixTimeMilliseconds(), asked = time.GetTimestamp();
        var wanted = ids.ToHashSet();
        List<PointModel> waiting = [.. site.Points.Where(point => wanted.Contains(point.Id))];
        foreach (int device in waiting.Select(point => point.Device).Distinct()) want(site.Devices[device]);
        while (true)
        {
            waiting.RemoveAll(point => IsMadeSince(askedMs, latest(point.Number)));
            if (waiting.Count == 0 || time.GetElapsedTime(asked) >= _patience) return [.. waiting.Select(point => point.Id)];
            await Task.Delay(_look, time, cancel);
        }
    }

    /// <summary>That nothing came is no reading.</summary>
    private static bool IsMadeSince(long ms, Reading reading) =>
        reading.TimeMs >= ms && reading.Quality.Reason is not (QualityReason.Stale or QualityReason.Maintenance);
}
