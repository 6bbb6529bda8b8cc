using static Gateway.Core.Alarms.AlarmInput;
using static Gateway.Core.Alarms.AlarmState;

namespace Gateway.Core.Alarms;

/// <summary>The alarm state transition diagram.</summary>
internal static class AlarmTransitions
{
    // ANSI/ISA-18.2-2016, alarm state transition diagram, states A to D; latching is not offered. What is not in the table changes nothing.
    public static AlarmState After(AlarmState state, AlarmInput input) => (state, input) switch
    {
        (Normal, ConditionActive) => Unacknowledged,
        (Unacknowledged, OperatorAcknowledges) => Acknowledged,
        (Unacknowledged, ConditionCleared) => ReturnedUnacknowledged,
        (Acknowledged, ConditionCleared) => Normal,
        (ReturnedUnacknowledged, OperatorAcknowledges) => Normal,
        (ReturnedUnacknowledged, ConditionActive) => Unacknowledged,
        _ => state,
    };
}
