using Gateway.Core.Documents;
using Gateway.Core.Site;

namespace Gateway.Core.Alarms;

/// <summary>One alarm at work: its delays, its state, and the changes that follow from what is observed.</summary>
/// <remarks>
/// Durations are monotonic, stamps are wall time. A change that a delay brought about is stamped with the instant the delay ended, whether a tick or the
/// next sample found it out; so the tick's rhythm is not seen in the record.
/// </remarks>
internal sealed class LiveAlarm
{
    private readonly OccurrenceIds _ids;
    private readonly TimeProvider _time;
    private readonly Func<Wording?>? _describe;
    private DelayedCondition _condition;
    private long _validUntil;
    private long _beganMs;
    private double? _value;
    private long? _shelvedUntil;

    /// <param name="restored">The state in force when the gateway stopped; it stands until good data decide.</param>
    /// <param name="describe">Says what is wrong, for the note of a raised alarm; asked only then.</param>
    public LiveAlarm(AlarmModel model, AlarmRecord? restored, OccurrenceIds ids, TimeProvider time, Func<Wording?>? describe = null)
    {
        Model = model;
        Record = restored ?? new AlarmRecord(model.Id, AlarmState.Normal, null, 0, 0, null);
        _ids = ids;
        _time = time;
        _describe = describe;
        bool isActive = Record.State is AlarmState.Unacknowledged or AlarmState.Acknowledged;
        _condition = new DelayedCondition(MonotonicTicks.Of(model.OnDelay, time), MonotonicTicks.Of(model.OffDelay, time), isActive);
    }

    public AlarmModel Model { get; }

    public AlarmRecord Record { get; private set; }

    public void Observe(in Observation seen, List<AlarmChange> changes)
    {
        // A delay that ends at the very instant of a sample is decided by the sample.
        EndDelay(seen.At - 1, seen.At, seen.TimeMs, changes);
        if (seen.Evidence == Evidence.Unknown)
        {
            // What says nothing makes what was said before no younger, but may make it last less long.
            _validUntil = Math.Min(_validUntil, seen.ValidUntil);
            _condition.Observe(Evidence.Unknown, seen.At);
            return;
        }
        _validUntil = seen.ValidUntil;
        _value = seen.Value;
        if (seen.Evidence == Evidence.Present && !_condition.IsActive && !_condition.IsPending) _beganMs = seen.TimeMs;
        if (_condition.Observe(seen.Evidence, seen.At)) Follow(seen.TimeMs, changes);
    }

    /// <summary>Ends delays, and a shelving, that have elapsed since the last observation.</summary>
    public void Tick(long now, long nowMs, List<AlarmChange> changes)
    {
        EndDelay(now, now, nowMs, changes);
        if (Record.Shelving is not { } shelving) return;
        // Of a restored shelving the monotonic clock begins to count here.
        _shelvedUntil ??= now + MonotonicTicks.Of(ShelveRules.Left(shelving, nowMs), _time);
        if (now >= _shelvedUntil) Return(nowMs - MonotonicTicks.ToMilliseconds(now - _shelvedUntil.Value, _time), null, "the time is over", changes);
    }

    public AcknowledgeResult Acknowledge(Acknowledgement by, long now, long nowMs, List<AlarmChange> changes)
    {
        // What ended before the press comes before it in the record; what ends in the same instant comes after, and is not acknowledged by it.
        EndDelay(now - 1, now, nowMs, changes);
        if (Record.Occurrence is null) return AcknowledgeResult.NothingToAcknowledge;
        if (Record.Occurrence != by.Occurrence) return AcknowledgeResult.StaleOccurrence;
        return Enter(AlarmTransitions.After(Record.State, AlarmInput.OperatorAcknowledges), nowMs, null, by.Actor, by.Note, changes)
            ? AcknowledgeResult.Done
            : AcknowledgeResult.NothingToAcknowledge;
    }

    public ShelveResult Shelve(ShelveOrder order, long now, long nowMs, List<AlarmChange> changes)
    {
        EndDelay(now - 1, now, nowMs, changes);
        var verdict = ShelveRules.Judge(order, Model.Priority);
        if (verdict != ShelveResult.Done) return verdict;
        _shelvedUntil = now + MonotonicTicks.Of(order.For, _time);
        var shelving = new Shelving(nowMs, nowMs + (long)order.For.TotalMilliseconds, order.Actor, order.IsOneShot);
        Change(Record.State, shelving, Record.Occurrence, Record.OnSinceMs, nowMs, null, order.Actor, order.Note, changes, Record.Note);
        return ShelveResult.Done;
    }

    public ShelveResult Unshelve(UnshelveOrder order, long now, long nowMs, List<AlarmChange> changes)
    {
        EndDelay(now - 1, now, nowMs, changes);
        if (Record.Shelving is null) return ShelveResult.NotShelved;
        Return(nowMs, order.Actor, order.Note, changes);
        return ShelveResult.Done;
    }

    private void Return(long timeMs, string? actor, string? note, List<AlarmChange> changes) =>
        Change(ShelveRules.OnReturn(Record.State), null, Record.Occurrence, Record.OnSinceMs, timeMs, null, actor, note, changes, Record.Note);

    private void EndDelay(long until, long now, long nowMs, List<AlarmChange> changes)
    {
        if (!_condition.IsPending) return;
        long due = _condition.NextDue;
        if (_condition.Elapse(Math.Min(until, _validUntil))) Follow(nowMs - MonotonicTicks.ToMilliseconds(now - due, _time), changes);
        else if (until > _validUntil) _condition.Break();
    }

    private void Follow(long timeMs, List<AlarmChange> changes)
    {
        var input = _condition.IsActive ? AlarmInput.ConditionActive : AlarmInput.ConditionCleared;
        var wrong = _condition.IsActive ? _describe?.Invoke() : null;
        Enter(AlarmTransitions.After(Record.State, input), timeMs, _value, null, wrong?.English, changes, wrong);
    }

    private bool Enter(AlarmState to, long timeMs, double? value, string? actor, string? note, List<AlarmChange> changes, Wording? wrong = null)
    {
        if (to == Record.State) return false;
        bool begins = to == AlarmState.Unacknowledged;
        bool returns = Record.Shelving is { IsOneShot: true } && to is AlarmState.Normal or AlarmState.ReturnedUnacknowledged;
        string? occurrence = begins ? _ids.Next(timeMs) : Record.Occurrence;
        Change(to, returns ? null : Record.Shelving, occurrence, begins ? _beganMs : Record.OnSinceMs, timeMs, value, actor, note, changes,
            to == AlarmState.Normal ? null : wrong ?? Record.Note);
        return true;
    }

    private void Change(
        AlarmState to, Shelving? shelving, string? occurrence, long onSinceMs, long timeMs, double? value, string? actor, string? note,
        List<AlarmChange> changes, Wording? wrong)
    {
        var from = Record.Shown;
        Record = new AlarmRecord(
            Model.Id, to, occurrence ?? _ids.Next(timeMs), to == Record.State ? Record.SinceMs : timeMs, to == AlarmState.Normal ? 0 : onSinceMs,
            value ?? Record.Value, shelving, wrong);
        if (shelving is null) _shelvedUntil = null;
        var transition = new AlarmTransition
        {
            Alarm = Model.Number,
            AlarmId = Model.Id,
            Occurrence = Record.Occurrence!,
            From = from,
            To = Record.Shown,
            Base = shelving is null ? null : to,
            UntilMs = shelving?.UntilMs,
            TimeMs = timeMs,
            OnSinceMs = onSinceMs,
            Value = value,
            Actor = actor,
            Note = note,
        };
        changes.Add(new AlarmChange(transition, Record));
    }
}
