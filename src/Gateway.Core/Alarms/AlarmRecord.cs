using Gateway.Core.Documents;

namespace Gateway.Core.Alarms;

/// <summary>An alarm's state as stored, and as a page or command shows it.</summary>
/// <param name="AlarmId">The alarm's stable name (<c>outlet/turbidity/high</c>).</param>
/// <param name="State">Base state.</param>
/// <param name="Occurrence">The occurrence in hand, which an acknowledgement must name; null when Normal and never raised.</param>
/// <param name="SinceMs">When this state was entered: UTC milliseconds.</param>
/// <param name="OnSinceMs">When the condition of this occurrence began (first sample beyond the limit); 0 when none.</param>
/// <param name="Value">The value that last decided; null for device alarms.</param>
/// <param name="Shelving">Lies over the base state; null when the alarm is not shelved.</param>
/// <param name="Note">What was wrong with the device when the alarm was raised; null for a limit, and when Normal.</param>
public sealed record AlarmRecord(
    string AlarmId, AlarmState State, string? Occurrence, long SinceMs, long OnSinceMs, double? Value, Shelving? Shelving = null, Wording? Note = null)
{
    /// <summary>The state that people are shown.</summary>
    public AlarmState Shown => Shelving is null ? State : AlarmState.Shelved;
}
