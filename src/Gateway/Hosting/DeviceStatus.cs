using Gateway.Core.Acquisition;
using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Hosting;

/// <summary>A device as status shows it.</summary>
/// <param name="State">starting, answering, silent, wrong-device.</param>
/// <param name="Reason">Why it is not answering; null when it is.</param>
/// <param name="LastAnswer">When data last came; null for never.</param>
/// <param name="RoundTripMs">From request to answer, smoothed; milliseconds.</param>
internal sealed record DeviceStatus(string Name, int Unit, string Profile, string State, string? Reason, DateTimeOffset? LastAnswer, double RoundTripMs)
{
    public static DeviceStatus Of(DeviceModel device, UnitSnapshot unit)
    {
        bool isWrong = unit.WrongDevices.Contains(device.Number);
        return new DeviceStatus(
            device.Name, unit.Unit, device.ProfileName,
            isWrong ? "wrong-device" : unit.State.ToString().ToLowerInvariant(),
            isWrong ? "it does not pass the identity check of its profile" : unit.State == UnitState.Silent ? QualityText.Of(unit.Reason.Reason) : null,
            unit.LastAnswerMs == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(unit.LastAnswerMs),
            Math.Round(unit.RoundTrip.TotalMilliseconds, 1));
    }
}
