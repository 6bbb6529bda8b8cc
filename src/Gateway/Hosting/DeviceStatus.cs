using Gateway.Core.Acquisition;
using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Hosting;

/// <summary>A device as status shows it.</summary>
/// <param name="State">starting, answering, silent, wrong-device, maintenance.</param>
/// <param name="Reason">Why it is not answering; null when it is.</param>
/// <param name="LastAnswer">When data last came; null for never.</param>
/// <param name="RoundTripMs">From request to answer, smoothed; milliseconds.</param>
internal sealed record DeviceStatus(string Name, int Unit, string Profile, string State, string? Reason, DateTimeOffset? LastAnswer, double RoundTripMs)
{
    public static DeviceStatus Of(DeviceModel device, UnitSnapshot unit, BusState bus)
    {
        var (state, reason) = StateOf(unit, unit.WrongDevices.Contains(device.Number), bus);
        return new DeviceStatus(
            device.Name, unit.Unit, device.ProfileName, state, reason,
            unit.LastAnswerMs == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(unit.LastAnswerMs),
            Math.Round(unit.RoundTrip.TotalMilliseconds, 1));
    }

    /// <summary>What was last known of a unit says nothing while there is no way to it.</summary>
    private static (string State, string? Reason) StateOf(UnitSnapshot unit, bool isWrong, BusState bus)
    {
        if (bus == BusState.Lost) return ("silent", QualityText.Of(QualityReason.CommFailure));
        if (bus == BusState.Lent) return ("maintenance", "its bus is lent");
        if (isWrong) return ("wrong-device", "it does not pass the identity check of its profile");
        return (unit.State.ToString().ToLowerInvariant(), unit.State == UnitState.Silent ? QualityText.Of(unit.Reason.Reason) : null);
    }
}
