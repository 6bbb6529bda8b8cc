using Gateway.Hosting;

namespace Gateway.Cli.Commissioning;

/// <summary>How a bus is doing, as JSON. What its source does not count is null.</summary>
/// <param name="Source">service: counted by the service that polls the bus; line: heard.</param>
/// <param name="Scales">The weighing protocol that is spoken on it; null for Modbus.</param>
internal sealed record BusStatsReport(
    string Schema, string Bus, string Source, long? Requests, long? Ok, long? Timeouts, long? CheckSumErrors, long? Exceptions, long? Bytes, long? Garbage,
    IReadOnlyList<BusStatsReport.UnitLine> Units, string? Scales = null)
{
    /// <summary>One unit.</summary>
    internal sealed record UnitLine(int Unit, string? Device, long? Requests, long? Answers, long? Exceptions, long? Unanswered, double? MeanMs,
        double? SlowestMs);

    public static BusStatsReport Of(BusStatus bus, BusTarget target) => new(
        "envgw.bus-stats/1", bus.Name, "service", bus.Requests, bus.Ok, bus.Timeouts, bus.CheckSumErrors, bus.Exceptions, null, null,
        [.. bus.Devices.Select(device => new UnitLine(device.Unit, device.Name, null, null, null, null, device.RoundTripMs, null))],
        ProtocolOf(target));

    public static BusStatsReport Of(string bus, LineListening listening)
    {
        var units = listening.Statistics.Units;
        return new BusStatsReport(
            "envgw.bus-stats/1", bus, "line", units.Sum(unit => unit.Requests), units.Sum(unit => unit.Answers), units.Sum(unit => unit.Unanswered), null,
            units.Sum(unit => unit.Exceptions), listening.Bytes, listening.Garbage,
            [.. units.Select(unit => new UnitLine(unit.Unit, null, unit.Requests, unit.Answers, unit.Exceptions, unit.Unanswered,
                unit.Answers == 0 ? null : Math.Round(unit.Mean.TotalMilliseconds, 1), unit.Answers == 0
                    ? null : Math.Round(unit.Slowest.TotalMilliseconds, 1)))]);
    }

    /// <summary>A frame that was heard is what an answer is to Modbus; who was asked, a listener to scales does not see.</summary>
    public static BusStatsReport Of(BusTarget target, ScaleListening listening)
    {
        var counters = listening.Counters;
        return new BusStatsReport(
            "envgw.bus-stats/1", target.Written, "line", null, counters.Frames - counters.Refusals, null, counters.CheckSumErrors, counters.Refusals,
            listening.Bytes,
            counters.GarbageBytes,
            [.. listening.Scales.Select(scale => new UnitLine(
                scale.Key, target.Scales.FirstOrDefault(device => device.Unit == scale.Key)?.Name, null, scale.Value.Frames - scale.Value.Refusals,
                scale.Value.Refusals,
                null, null, null))],
            listening.Protocol.Name);
    }

    private static string? ProtocolOf(BusTarget target) => target.Scales is [{ Scale: { } scale }, ..] ? scale.Protocol : null;
}
