using System.Text.Json;
using Gateway.Core.Acquisition.Lending;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Hosting;

/// <summary>
/// Lends a bus to a command on the same box. The open request is the lease: when it ends, however the command ended, the bus comes back. Who may is decided
/// by the socket's mode.
/// </summary>
internal static class LeaseApi
{
    private const string Schema = "envgw.lease/1";

    public static void MapLeases(this IEndpointRouteBuilder api)
    {
        api.MapGet("/buses", (GatewayRooms rooms) => BusPlace.Of(rooms.Site));
        api.MapPost("/buses/{name}/lease", LendAsync);
        api.MapPost("/buses/{name}/lease/{lease}", (string name, string lease, GatewayRooms rooms) =>
            rooms.BusNamed(name) is { } bus && rooms.LeaseOf(bus) is { } held && held.Id == lease && held.Renew()
                ? Results.Ok(new LeaseLine(Schema, "lent", name, held.Span.TotalSeconds, held.Id))
                : Results.NotFound());
        api.MapPost("/buses/{name}/lease/{lease}/write", RecordAsync);
    }

    /// <summary>A write is recorded before it is made: who cannot have it recorded does not make it.</summary>
    private static async Task<IResult> RecordAsync(string name, string lease, RegisterWriteNote note, GatewayRooms rooms, HttpContext http)
    {
        if (rooms.BusNamed(name) is not { } bus || rooms.LeaseOf(bus) is not { } held || held.Id != lease) return Results.NotFound();
        var borrower = held.Borrower;
        bool isRecorded = await rooms.RecordAsync(name, $"{borrower.User} (uid {borrower.UserId}, pid {borrower.ProcessId})", note.Tame(), http.RequestAborted);
        return isRecorded ? Results.Ok() : Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task LendAsync(string name, LeaseRequest request, GatewayRooms rooms, HttpContext http)
    {
        if (rooms.BusNamed(name) is not { } bus)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var (process, user) = LocalPeer.Of(http);
        var borrower = new Borrower(process, user, LeaseRequest.Tame(request.User), LeaseRequest.Tame(request.Command));
        var span = request.Seconds is > 0 and var seconds ? TimeSpan.FromSeconds(Math.Min(seconds, BusLending.LongestSpan.TotalSeconds)) : BusLending.UsualSpan;
        try
        {
            var answer = await rooms.LendAsync(bus, borrower, span, http.RequestAborted);
            if (answer.Lease is { } lease) await HoldAsync(name, lease, http);
            else await RefuseAsync(answer.HeldBy, http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The command is gone, and the lease with it.
        }
    }

    private static async Task HoldAsync(string name, BusLease lease, HttpContext http)
    {
        using var held = lease;
        http.Response.ContentType = "application/x-ndjson";
        await WriteAsync(http, new LeaseLine(Schema, "lent", name, lease.Span.TotalSeconds, lease.Id));
        var why = await lease.Ended.WaitAsync(http.RequestAborted);
        await WriteAsync(http, new LeaseLine(Schema, "ended", name, 0, lease.Id, why.ToString()));
    }

    private static async Task RefuseAsync(LeaseSnapshot? holder, HttpContext http)
    {
        http.Response.StatusCode = holder is null ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status409Conflict;
        if (LeaseHolder.Of(holder) is { } shown)
            await http.Response.WriteAsJsonAsync(shown, LocalApiJson.Default.LeaseHolder, cancellationToken: http.RequestAborted);
    }

    private static async Task WriteAsync(HttpContext http, LeaseLine line)
    {
        await JsonSerializer.SerializeAsync(http.Response.Body, line, LocalApiJson.Default.LeaseLine, http.RequestAborted);
        await http.Response.WriteAsync("\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}
