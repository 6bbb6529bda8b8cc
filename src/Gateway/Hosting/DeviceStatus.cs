using Gateway.Core.Acquisition;
using Gateway.Core.Documents;
using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Hosting;

/// <summary>A device as status shows it.</summary>
/// <param name="State">starting, answering, silent, wrong-device, maintenance.</param>
/// <param name="Reason">Why it is not answering; null when it is.</param>
/// <param name="ReasonZh">The same in Chinese.</param>
/// <param name="LastAnswer">When data last came; null for never.</param>
/// <param name="RoundTripMs">From request to answer, smoothed; milliseconds.</param>
internal sealed record DeviceStatus(
    string Name, int Unit, string Profile, string State, string? Reason, DateTimeOffset? LastAnswer, double RoundTripMs, string? ReasonZh = null)
{
    public static DeviceStatus Of(DeviceModel device, UnitSnapshot unit, BusState bus)
    {
        var (state, reason) = StateOf(unit, unit.WrongDevices.TryGetValue(device.Number, out var failed) ? failed : default(Wording?), bus);
        return new DeviceStatus(
            device.Name, unit.Unit, device.ProfileName, state, reason?.English,
            unit.LastAnswerMs == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(unit.LastAnswerMs),
            Math.Round(unit.RoundTrip.TotalMilliseconds, 1), reason?.Chinese);
    }

    /// <summary>What was last known of a unit says nothing while there is no way to it.</summary>
    private static (string State, Wording? Reason) StateOf(UnitSnapshot unit, Wording? failed, BusState bus)
    {
        if (bus == BusState.Lost) return ("silent", QualityWords.Of(QualityReason.CommFailure));
        if (bus == BusState.Lent) return ("maintenance", ("its bus is lent", "所在总线已借出"));
        if (failed is { } check) return ("wrong-device", ($"it is not what its profile says: {check.English}", $"与模板不符：{check.Chinese}"));
        return (unit.State.ToString().ToLowerInvariant(), unit.State == UnitState.Silent ? QualityWords.Of(unit.Reason.Reason) : (Wording?)null);
    }
}
