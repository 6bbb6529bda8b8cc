using Gateway.Core.Acquisition;
using Gateway.Core.Site;

namespace Gateway.Hosting;

/// <summary>A bus as status shows it.</summary>
/// <param name="State">starting, open, lost, lent.</param>
/// <param name="Detail">While lost, why.</param>
/// <param name="DetailZh">The same in Chinese.</param>
/// <param name="LentTo">While it is lent, or about to be, who has it.</param>
internal sealed record BusStatus(
    string Name, string Display, string State, string? Detail, DateTimeOffset Since, long Requests, long Ok, long Timeouts, long CheckSumErrors,
    long Exceptions,
    long Mismatches, long LateAnswers, long MissedPolls, IReadOnlyList<DeviceStatus> Devices, LeaseHolder? LentTo = null, string? DetailZh = null)
{
    public static BusStatus Of(SiteModel site, BusSnapshot bus) => new(
        bus.Name, bus.Display, bus.State.ToString().ToLowerInvariant(), bus.Trouble?.Detail, DateTimeOffset.FromUnixTimeMilliseconds(bus.SinceMs),
        bus.Counts.Requests,
        bus.Counts.Ok, bus.Counts.Timeouts, bus.Counts.CheckSumErrors, bus.Counts.Exceptions, bus.Counts.Mismatches, bus.LateAnswers, bus.MissedPolls,
        [.. bus.Units.SelectMany(unit => unit.Devices.Select(device => DeviceStatus.Of(site.Devices[device], unit, bus.State)))], LeaseHolder.Of(bus.Lease),
        bus.Trouble?.Text.Chinese);

    public int Answering => Devices.Count(device => device.State == "answering");
}
