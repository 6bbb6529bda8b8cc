using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Gateway.Core.Acquisition.Lending;
using Gateway.Core.Acquisition.Polling;
using Gateway.Core.Acquisition.Weighing;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Acquisition;

/// <summary>Reads all buses of a site, each by a loop of its own that knows nothing of the others.</summary>
internal sealed class AcquisitionRoom : IAsyncDisposable
{
    public const string MeterName = "envgw.acquisition";

    private readonly BusLoop[] _loops;
    private readonly Meter _meter = new(MeterName);

    /// <param name="connect">Makes the way to a Modbus bus, usually <see cref="BusClientFactory.Create"/>; the room disposes it.</param>
    /// <param name="scans">Where readings go. Bounded: the room waits when it is full. The room does not complete it.</param>
    public AcquisitionRoom(SiteModel site, Func<BusModel, BusConnection> connect, ChannelWriter<Scan> scans, TimeProvider time, ILogger<BusLoop> logger)
    {
        _loops = [.. site.Buses.Select(bus => new BusLoop(DevicesOf(bus), scans, logger))];
        _meter.CreateObservableCounter("envgw.acquisition.requests", MeasureRequests, "{request}", "Requests made on a bus, by outcome");
        _meter.CreateObservableCounter("envgw.acquisition.scans", () => Measure(s => s.Scans), "{scan}", "Polls whose readings were handed on");
        _meter.CreateObservableCounter("envgw.acquisition.missed", () => Measure(s => s.MissedPolls), "{poll}", "Polls whose time had passed");
        _meter.CreateObservableCounter("envgw.acquisition.waits", () => Measure(s => s.Waits), "{wait}", "Times that processing was waited for");

        IBusDevices DevicesOf(BusModel bus) => bus.Framing == BusFraming.Scale
            ? new ScaleDevices(site, bus, BusClientFactory.Transport(bus, time), time, logger)
            : new ModbusDevices(site, bus, connect(bus), time, logger);
    }

    /// <summary>Every bus as it is now, by number.</summary>
    public IReadOnlyList<BusSnapshot> Snapshots() => [.. _loops.Select(l => l.Snapshot())];

    /// <summary>Polls until stopped. A loop that fails by a fault of ours ends the others: a bus that nobody polls must not go unnoticed.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAll(_loops.Select(loop => EndingAllAsync(loop, ending)));
    }

    /// <summary>Gives a bus away for a while: no request of ours is made on it, and its points read Bad with reason maintenance, until it is back.</summary>
    /// <param name="bus">Number of the bus in the site model.</param>
    /// <returns>When the bus is the borrower's, or at once with the one who has it.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is lent.</exception>
    public async Task<LendAnswer> LendAsync(int bus, Borrower borrower, TimeSpan span, CancellationToken cancel)
    {
        var answer = _loops[bus].Lending.Ask(borrower, span);
        if (answer.Lease is not { } lease) return answer;
        try
        {
            await lease.Granted.WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            lease.Dispose();
            throw;
        }
        return lease.Ended.IsCompleted ? default : answer;
    }

    /// <summary>Has a device read out of its turn; its reading comes as any other.</summary>
    public void Want(DeviceModel device) => _loops[device.Bus].Want(device.Number);

    /// <summary>The lease that is in force on a bus; null while the bus is ours.</summary>
    /// <param name="bus">Number of the bus in the site model.</param>
    public BusLease? LeaseOf(int bus) => _loops[bus].Lending.Current;

    /// <summary>Disposes the ways to the buses; to be called when <see cref="RunAsync"/> has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        _meter.Dispose();
        foreach (var loop in _loops) await loop.DisposeAsync();
    }

    private static async Task EndingAllAsync(BusLoop loop, CancellationTokenSource ending)
    {
        try
        {
            await loop.RunAsync(ending.Token);
        }
        finally
        {
            await ending.CancelAsync();
        }
    }

    private IEnumerable<Measurement<long>> Measure(Func<BusSnapshot, long> value) =>
        _loops.Select(l => l.Snapshot()).Select(s => new Measurement<long>(value(s), new KeyValuePair<string, object?>("bus", s.Name)));

    private IEnumerable<Measurement<long>> MeasureRequests()
    {
        foreach (var bus in Snapshots())
        {
            foreach (var unit in bus.Units)
            {
                var counts = unit.Counts;
                yield return Of(counts.Ok, "ok");
                yield return Of(counts.Exceptions, "exception");
                yield return Of(counts.Timeouts, "timeout");
                yield return Of(counts.CheckSumErrors, "check-sum");
                yield return Of(counts.Mismatches, "mismatch");
                yield return Of(counts.NoConnections, "no-connection");

                Measurement<long> Of(long count, string outcome) => new(
                    count,
                    new KeyValuePair<string, object?>("bus", bus.Name),
                    new KeyValuePair<string, object?>("unit", (int)unit.Unit),
                    new KeyValuePair<string, object?>("outcome", outcome));
            }
        }
    }
}
