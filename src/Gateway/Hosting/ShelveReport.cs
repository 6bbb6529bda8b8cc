using Gateway.Core.Alarms;

namespace Gateway.Hosting;

/// <summary>What came of shelving an alarm or bringing it back, as the local API says it.</summary>
/// <param name="Longest">How long the alarm may be shelved; null when there is no such alarm.</param>
internal sealed record ShelveReport(string Schema, ShelveResult Result, TimeSpan? Longest)
{
    public static ShelveReport Of(GatewayRooms rooms, string alarm, ShelveResult result) => new(
        "envgw.shelve/1", result, GatewayAlarms.And(rooms.Site).FirstOrDefault(known => known.Id == alarm) is { } model ? ShelveRules.LongestFor(model.Priority) : null);
}
