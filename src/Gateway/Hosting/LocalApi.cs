using Gateway.Core.Alarms;
using Gateway.Hosting.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Gateway.Hosting;

/// <summary>What commands on the same box may ask of the running service. Each endpoint maps a request to a snapshot; none touches a room's loop.</summary>
internal static class LocalApi
{
    public static void MapLocalApi(this WebApplication host)
    {
        host.MapGet("/status", (GatewayRooms rooms) => StatusReport.Of(rooms));
        host.MapGet("/alarms", (GatewayRooms rooms) => AlarmReport.Of(rooms));
        host.MapGet("/readings", (GatewayRooms rooms) => ReadingReport.Of(rooms));
        host.MapPost("/alarms/acknowledge", async (Acknowledgement acknowledgement, GatewayRooms rooms, CancellationToken cancel) =>
            new AcknowledgeReport("envgw.acknowledge/1", await rooms.AcknowledgeAsync(acknowledgement, cancel)));
        host.MapPost("/alarms/shelve", async (ShelveOrder order, GatewayRooms rooms, CancellationToken cancel) =>
            ShelveReport.Of(rooms, order.AlarmId, await rooms.ShelveAsync(order, cancel)));
        host.MapPost("/alarms/unshelve", async (UnshelveOrder order, GatewayRooms rooms, CancellationToken cancel) =>
            ShelveReport.Of(rooms, order.AlarmId, await rooms.UnshelveAsync(order, cancel)));
        host.MapPost("/feeds/requeue", (RequeueOrder order, GatewayRooms rooms, CancellationToken cancel) => rooms.RequeueAsync(order, cancel));
        host.MapGet("/metrics", (GatewayMetrics metrics) => Results.Text(metrics.Text(), PrometheusText.ContentType));
        host.MapLeases();
        WatchApi.Map(host);
    }
}
