using Gateway.Core.Documents;
using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Core.Alarms;

/// <summary>Judges scans against every alarm of a site. No I/O and no clock of its own: times are passed in, changes are handed out.</summary>
/// <remarks>
/// Called by one thread at a time; <see cref="Records"/> may be read by any. Alarms are found by point and device number, so a reading that no alarm
/// watches costs an array look-up. States survive a restart: a restored state stands until good data decide, and keeps its occurrence.
/// </remarks>
internal sealed class AlarmEngine
{
    private readonly LiveAlarm[] _alarms;
    private readonly Dictionary<string, LiveAlarm> _byId;
    private readonly LimitAlarm[]?[] _ofPoint;
    private readonly DeviceAlarms?[] _ofDevice;
    private readonly LiveAlarm _storeLoss;
    private readonly AlarmRecord[] _removed;
    private AlarmRecord[] _records;
    private Wording? _loss;

    /// <param name="restored">States as the store has them, also of alarms that the site no longer has.</param>
    /// <param name="time">For the frequency of its timestamps only.</param>
    public AlarmEngine(SiteModel site, IReadOnlyList<AlarmRecord> restored, TimeProvider time)
    {
        var ids = new OccurrenceIds(restored.Select(record => record.Occurrence));
        var known = restored.ToDictionary(record => record.AlarmId);
        _ofDevice = new DeviceAlarms?[site.Devices.Count];
        _storeLoss = Live(GatewayAlarms.StoreLossOf(site), () => _loss);
        _alarms = [.. site.Alarms.Select(alarm => AlarmKindText.IsLimit(alarm.Kind) ? Live(alarm, null) : LiveOfDevice(alarm)), _storeLoss];
        _byId = _alarms.ToDictionary(alarm => alarm.Model.Id);
        _removed = [.. restored.Where(record => record.Shown != AlarmState.Normal && !_byId.ContainsKey(record.AlarmId))];
        _ofPoint = new LimitAlarm[]?[site.Points.Count];
        foreach (var limits in _alarms.Where(alarm => alarm.Model.Point is not null).GroupBy(alarm => alarm.Model.Point!.Value))
        {
            long staleAfter = MonotonicTicks.Of(site.Points[limits.Key].StaleAfter, time);
            _ofPoint[limits.Key] = [.. limits.Select(alarm => new LimitAlarm(alarm, staleAfter))];
        }
        _records = [.. _alarms.Select(alarm => alarm.Record)];

        LiveAlarm Live(AlarmModel alarm, Func<Wording?>? describe) => new(alarm, known.GetValueOrDefault(alarm.Id), ids, time, describe);

        LiveAlarm LiveOfDevice(AlarmModel alarm)
        {
            var device = _ofDevice[alarm.Device] ??= new DeviceAlarms(site.Points, site.Devices[alarm.Device].Points, time);
            var live = Live(alarm, device.NoteOf(alarm.Kind));
            device.Add(live);
            return live;
        }
    }

    /// <summary>Every alarm as it is now, by its number: the site's, then the gateway's. A snapshot: a newer one takes its place, it never changes itself.</summary>
    public IReadOnlyList<AlarmRecord> Records => Volatile.Read(ref _records);

    /// <summary>Brings to normal what was standing when the gateway stopped and is gone from the configuration. Once, before anything else.</summary>
    public void RetireRemoved(long nowMs, List<AlarmChange> changes)
    {
        foreach (var record in _removed)
        {
            var transition = new AlarmTransition
            {
                Alarm = -1,
                AlarmId = record.AlarmId,
                Occurrence = record.Occurrence ?? "",
                From = record.Shown,
                To = AlarmState.Normal,
                TimeMs = nowMs,
                OnSinceMs = record.OnSinceMs,
                Note = "removed from the configuration",
            };
            changes.Add(new AlarmChange(transition, record with { State = AlarmState.Normal, SinceMs = nowMs, OnSinceMs = 0, Shelving = null, Note = null }));
        }
    }

    /// <summary>Something stored is gone. It is over as soon as it is known, so what stays is that nobody has acknowledged it.</summary>
    /// <param name="what">What is missing, and why.</param>
    /// <param name="now">The time provider's timestamp.</param>
    /// <param name="nowMs">The same instant on the wall clock: UTC milliseconds.</param>
    public void NoteLoss(Wording what, long now, long nowMs, List<AlarmChange> changes)
    {
        int before = changes.Count;
        _loss = what;
        foreach (var evidence in (ReadOnlySpan<Evidence>)[Evidence.Present, Evidence.Absent])
            _storeLoss.Observe(new Observation(evidence, now, nowMs, MonotonicTicks.Forever), changes);
        Publish(changes, before);
    }

    /// <summary>Judges every reading of a scan and adds what changed. Does not allocate when nothing changes.</summary>
    public void Judge(Scan scan, List<AlarmChange> changes)
    {
        int before = changes.Count;
        foreach (ref readonly var reading in scan.Readings)
        {
            if (_ofPoint[reading.Point] is not { } limits) continue;
            foreach (var limit in limits) limit.Judge(reading, scan.Monotonic, changes);
        }
        _ofDevice[scan.Device]?.Judge(scan, changes);
        if (changes.Count > before) Publish(changes, before);
    }

    /// <summary>Ends delays that have elapsed since the last sample.</summary>
    /// <param name="now">The time provider's timestamp.</param>
    /// <param name="nowMs">The same instant on the wall clock: UTC milliseconds.</param>
    public void Tick(long now, long nowMs, List<AlarmChange> changes)
    {
        int before = changes.Count;
        foreach (var alarm in _alarms) alarm.Tick(now, nowMs, changes);
        if (changes.Count > before) Publish(changes, before);
    }

    /// <summary>Takes a person's acknowledgement, unless the occurrence it names is no longer the one in hand.</summary>
    public AcknowledgeResult Acknowledge(Acknowledgement by, long now, long nowMs, List<AlarmChange> changes)
    {
        if (!_byId.TryGetValue(by.AlarmId, out var alarm)) return AcknowledgeResult.UnknownAlarm;
        int before = changes.Count;
        var result = alarm.Acknowledge(by, now, nowMs, changes);
        if (changes.Count > before) Publish(changes, before);
        return result;
    }

    /// <summary>Takes an alarm out of sight for a while.</summary>
    public ShelveResult Shelve(ShelveOrder order, long now, long nowMs, List<AlarmChange> changes) =>
        OnShelf(order.AlarmId, alarm => alarm.Shelve(order, now, nowMs, changes), changes);

    /// <summary>Brings a shelved alarm back before its time.</summary>
    public ShelveResult Unshelve(UnshelveOrder order, long now, long nowMs, List<AlarmChange> changes) =>
        OnShelf(order.AlarmId, alarm => alarm.Unshelve(order, now, nowMs, changes), changes);

    private ShelveResult OnShelf(string id, Func<LiveAlarm, ShelveResult> act, List<AlarmChange> changes)
    {
        if (!_byId.TryGetValue(id, out var alarm)) return ShelveResult.UnknownAlarm;
        int before = changes.Count;
        var result = act(alarm);
        if (changes.Count > before) Publish(changes, before);
        return result;
    }

    private void Publish(List<AlarmChange> changes, int from)
    {
        AlarmRecord[] records = [.. _records];
        for (int i = from; i < changes.Count; i++) records[changes[i].Transition.Alarm] = changes[i].State;
        Volatile.Write(ref _records, records);
    }
}
