namespace Gateway.Core.Alarms;

/// <summary>The state of an alarm as its last transition tells it, for when the transition was saved from a damaged file and the state stored with it was
/// not.</summary>
internal static class LastKnownState
{
    /// <param name="before">What is on record; null when nothing is.</param>
    /// <param name="last">The alarm's last transition that is known.</param>
    /// <returns>The record itself when it is newer.</returns>
    public static AlarmRecord After(AlarmRecord? before, AlarmTransition last)
    {
        if (before is not null && before.SinceMs > last.TimeMs) return before;
        var state = last.Base ?? last.To;
        bool isSame = before is not null && before.State == state && before.Occurrence == last.Occurrence;
        return new AlarmRecord(
            last.AlarmId, state, last.Occurrence, isSame ? before!.SinceMs : last.TimeMs, state == AlarmState.Normal ? 0 : last.OnSinceMs,
            last.Value ?? before?.Value, ShelvingOf(before?.Shelving, last), state == AlarmState.Normal ? null : before?.Note);
    }

    private static Shelving? ShelvingOf(Shelving? before, AlarmTransition last) => last.UntilMs switch
    {
        null => null,
        { } until when before is not null && before.UntilMs == until => before,
        // Whether it was to come back by itself no transition says; it does when its time is over.
        { } until => new Shelving(last.TimeMs, until, last.Actor ?? before?.Actor ?? "", IsOneShot: false),
    };
}
