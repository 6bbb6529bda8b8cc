using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Gateway.Core.Commissioning;
using Gateway.Core.Documents;
using Gateway.Hosting;

namespace Gateway.Cli;

/// <summary>Borrows buses from the service that runs on this box. What it does not poll, or when it does not run, is free.</summary>
internal sealed class ServiceLender(TimeProvider time) : IBusLender
{
    /// <summary>A device that does not answer may take its whole time-out before its bus can be given away.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    public async ValueTask<BusLoan> BorrowAsync(CommandContext context, BusTarget target, CancellationToken cancel)
    {
        string? folder = target.Site?.Buffer.Path ?? target.DataFolder;
        var http = LocalSocket.Client(folder is null ? LocalSocket.Installed : LocalSocket.ClientPath(folder));
        http.Timeout = _patience;
        ServiceLease? lease = null;
        try
        {
            var places = await http.GetFromJsonAsync("/buses", LocalApiJson.Default.IReadOnlyListBusPlace, cancel) ?? [];
            if (await FindAsync(places, target, cancel) is not { } place) return BusLoan.Free;
            var loan = await AskAsync(context, target, place, http, cancel);
            lease = loan.Lease as ServiceLease;
            return loan;
        }
        catch (HttpRequestException trouble)
        {
            return Unreachable(target, trouble);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Refused(target, ($"no answer within {_patience.TotalSeconds:0} s", $"{_patience.TotalSeconds:0} 秒内无应答"), ExitCode.ServiceNotReachable);
        }
        catch (JsonException)
        {
            return Refused(target, ("its answer is not understood; is it another version of envgw?", "应答无法识别；是否为其他版本的 envgw？"), ExitCode.ServiceNotReachable);
        }
        finally
        {
            if (lease is null) http.Dispose();
        }
    }

    private async Task<BusLoan> AskAsync(CommandContext context, BusTarget target, BusPlace place, HttpClient http, CancellationToken cancel)
    {
        long askedAt = time.GetTimestamp();
        string body = JsonSerializer.Serialize(new LeaseRequest(Person.Name, context.Command), LocalApiJson.Default.LeaseRequest);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/buses/{Uri.EscapeDataString(place.Name)}/lease")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        bool isKept = false;
        try
        {
            if (response.StatusCode == HttpStatusCode.Conflict)
                return Held(target, await response.Content.ReadFromJsonAsync(LocalApiJson.Default.LeaseHolder, cancel));
            response.EnsureSuccessStatusCode();
            var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancel), Encoding.UTF8);
            if (JsonSerializer.Deserialize(await lines.ReadLineAsync(cancel) ?? "null", LocalApiJson.Default.LeaseLine) is not { Event: "lent" } lent)
                return Refused(target, ("it is stopping", "服务正在停止"), ExitCode.ServiceNotReachable);
            isKept = true;
            context.Note(($"bus {place.Name} is borrowed from the gateway service; polling pauses and returns by itself",
                $"已向网关服务借用总线 {place.Name}；轮询暂停，结束后自动恢复"));
            return new BusLoan(new ServiceLease(http, response, lines, lent, time, askedAt));
        }
        finally
        {
            if (!isKept) response.Dispose();
        }
    }

    /// <summary>The service's bus at the place that was named; null when it has none there.</summary>
    private static async Task<BusPlace?> FindAsync(IReadOnlyList<BusPlace> places, BusTarget target, CancellationToken cancel)
    {
        foreach (var place in places)
            if (await PlaceComparison.AreSameAsync(place, target.Bus, cancel)) return place;
        return null;
    }

    private static BusLoan Held(BusTarget target, LeaseHolder? holder)
    {
        if (holder is null) return Refused(target, ("somebody has it", "已被占用"), ExitCode.Busy);
        string since = SiteZone.Of(target.Site?.TimeZone).Time(holder.Since);
        return Refused(
            target,
            ($"busy, lent to PID {holder.ProcessId} ({holder.User}, {holder.Command}) since {since}",
                $"正忙，已于 {since} 借给 PID {holder.ProcessId}（{holder.User}，{holder.Command}）"),
            ExitCode.Busy);
    }

    private static BusLoan Unreachable(BusTarget target, HttpRequestException trouble) => (trouble.InnerException as SocketException)?.SocketErrorCode switch
    {
        // Nothing listens: no such path, or left behind by a service that was killed. A port that somebody holds all the same says so when it is opened.
        SocketError.AddressNotAvailable or SocketError.ConnectionRefused => BusLoan.Free,
        SocketError.AccessDenied => Refused(
            target,
            ("this user may not ask it; sudo usermod -aG envgw $USER, then log in again", "当前用户无权询问；sudo usermod -aG envgw $USER，然后重新登录"),
            ExitCode.ServiceNotReachable),
        _ => Refused(target, trouble.InnerException?.Message ?? trouble.Message, ExitCode.ServiceNotReachable),
    };

    private static BusLoan Refused(BusTarget target, Wording why, int code) =>
        new(null, new BusTrouble(BusProblems.ServiceKeepsBus, [target.Written, why]) { Next = ["envgw status"] }, code);
}
