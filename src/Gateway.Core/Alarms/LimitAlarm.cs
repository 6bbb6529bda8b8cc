using Gateway.Core.Readings;

namespace Gateway.Core.Alarms;

/// <summary>A limit alarm of one point.</summary>
/// <param name="staleAfter">How long a reading of the point stands for the present, in timestamp ticks.</param>
internal sealed class LimitAlarm(LiveAlarm alarm, long staleAfter)
{
    private readonly LimitCondition _limit = LimitCondition.Of(alarm.Model);

    public void Judge(in Reading reading, long at, List<AlarmChange> changes) =>
        alarm.Observe(new Observation(_limit.Judge(reading), at, reading.TimeMs, at + staleAfter, reading.Number), changes);
}
