using Gateway.Core.Alarms;

namespace Gateway.Hosting;

/// <summary>How many alarms are not normal, by the state that people are shown.</summary>
internal sealed record AlarmCounts(int Configured, int Unacknowledged, int Acknowledged, int ReturnedUnacknowledged, int Shelved = 0)
{
    public static AlarmCounts Of(GatewayRooms rooms)
    {
        int Count(AlarmState state) => rooms.Alarms.Count(alarm => alarm.Shown == state);
        return new AlarmCounts(
            rooms.Site.Alarms.Count, Count(AlarmState.Unacknowledged), Count(AlarmState.Acknowledged), Count(AlarmState.ReturnedUnacknowledged),
            Count(AlarmState.Shelved));
    }
}
