using Gateway.Core.Alarms;

namespace Gateway.Hosting;

/// <summary>How many alarms are not normal.</summary>
internal sealed record AlarmCounts(int Configured, int Unacknowledged, int Acknowledged, int ReturnedUnacknowledged)
{
    public static AlarmCounts Of(GatewayRooms rooms)
    {
        int Count(AlarmState state) => rooms.Alarms.Count(alarm => alarm.State == state);
        return new AlarmCounts(
            rooms.Site.Alarms.Count, Count(AlarmState.Unacknowledged), Count(AlarmState.Acknowledged), Count(AlarmState.ReturnedUnacknowledged));
    }
}
