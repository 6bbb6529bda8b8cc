using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Hosting;

/// <summary>
/// Streams readings to who watches, as JSON lines. Looks at the latest readings twice a second: whatever a reader does, no room waits for it.
/// </summary>
internal sealed class WatchApi
{
    public const int MostWatchers = 16;

    private static readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>A reader that has not taken a line for so long is let go.</summary>
    private static readonly TimeSpan _slowAfter = TimeSpan.FromSeconds(10);

    /// <summary>A line that says nothing, so that a watcher of points that stand still knows that the gateway is alive.</summary>
    private static readonly TimeSpan _aliveEvery = TimeSpan.FromSeconds(2);

    private int _watchers;

    public static void Map(IEndpointRouteBuilder api)
    {
        var watch = new WatchApi();
        api.MapGet(
            "/readings/stream",
            (string[]? point, GatewayRooms rooms, TimeProvider time, HttpContext http) => watch.ServeAsync(rooms, time, point ?? [], http));
    }

    private async Task ServeAsync(GatewayRooms rooms, TimeProvider time, string[] patterns, HttpContext http)
    {
        var points = PointPatterns.Select(rooms.Site, patterns, out string? unmatched);
        if (unmatched is not null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            await http.Response.WriteAsync(unmatched, http.RequestAborted);
            return;
        }
        try
        {
            if (Interlocked.Increment(ref _watchers) <= MostWatchers) await StreamAsync(rooms, time, new ReadingChanges(points), http);
            else http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        catch (OperationCanceledException)
        {
            // The watcher is gone, or too slow, or the gateway stops.
            http.Abort();
        }
        finally
        {
            Interlocked.Decrement(ref _watchers);
        }
    }

    private static async Task StreamAsync(GatewayRooms rooms, TimeProvider time, ReadingChanges changes, HttpContext http)
    {
        http.Response.ContentType = "application/x-ndjson";
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, rooms.Stopping);
        using var interval = new PeriodicTimer(_lookEvery, time);
        long last = time.GetTimestamp();
        do
        {
            var readings = changes.Look(rooms.LatestOf);
            if (readings.Count == 0 && time.GetElapsedTime(last) < _aliveEvery) continue;
            last = time.GetTimestamp();
            await WriteAsync(http, new WatchLine("envgw.watch/1", rooms.Site.Id, rooms.Now, readings), time, ending.Token);
        }
        while (await interval.WaitForNextTickAsync(ending.Token));
    }

    private static async Task WriteAsync(HttpContext http, WatchLine line, TimeProvider time, CancellationToken cancel)
    {
        using var slow = new CancellationTokenSource(_slowAfter, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(slow.Token, cancel);
        await JsonSerializer.SerializeAsync(http.Response.Body, line, LocalApiJson.Default.WatchLine, both.Token);
        await http.Response.WriteAsync("\n", both.Token);
        await http.Response.Body.FlushAsync(both.Token);
    }
}
