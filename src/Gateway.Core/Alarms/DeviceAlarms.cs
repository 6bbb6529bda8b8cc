using Gateway.Core.Documents;
using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Core.Alarms;

/// <summary>The alarms of one device: it does not answer, a point is stale, a point reads Bad although the device answers, it is not what its profile
/// says.</summary>
internal sealed class DeviceAlarms
{
    private readonly IReadOnlyList<PointModel> _points;
    private readonly HashSet<int> _unread;
    private readonly SortedDictionary<int, QualityReason> _faulty = [];
    private readonly SortedDictionary<int, QualityReason> _stale = [];
    private readonly List<(AlarmKind Kind, LiveAlarm Alarm)> _alarms = [];
    private readonly long _staleAfter;
    private QualityReason _silence;
    private DeviceFindings? _findings;

    /// <param name="points">Of the whole site, by number.</param>
    /// <param name="own">Numbers of the device's own points.</param>
    /// <param name="time">For the frequency of its timestamps only.</param>
    public DeviceAlarms(IReadOnlyList<PointModel> points, IReadOnlyList<int> own, TimeProvider time)
    {
        _points = points;
        _unread = [.. own];
        _staleAfter = own.Select(point => MonotonicTicks.Of(points[point].StaleAfter, time)).DefaultIfEmpty().Max();
    }

    /// <summary>What the note of a raised alarm of a kind says; evaluated when one is raised.</summary>
    public Func<Wording?> NoteOf(AlarmKind kind) => kind switch
    {
        AlarmKind.CommFailure => () => QualityWords.Of(_silence),
        AlarmKind.Stale => () => Naming(_stale),
        AlarmKind.ProfileMismatch => () => _findings?.Mismatch,
        AlarmKind.FirmwareMismatch => () => _findings?.Firmware,
        _ => () => Naming(_faulty),
    };

    public void Add(LiveAlarm alarm) => _alarms.Add((alarm.Model.Kind, alarm));

    public void Judge(Scan scan, List<AlarmChange> changes)
    {
        var readings = scan.Readings;
        if (readings.Length == 0) return;
        _findings = scan.Findings ?? _findings;
        var seen = Count(readings);
        long timeMs = readings[^1].TimeMs;
        foreach (var (kind, alarm) in _alarms)
        {
            if (EvidenceFor(kind, seen) is not { } evidence) continue;
            // A device that says nothing is remembered for as long as its slowest point may be.
            long validUntil = evidence == Evidence.Unknown ? scan.Monotonic + _staleAfter : MonotonicTicks.Forever;
            alarm.Observe(new Observation(evidence, scan.Monotonic, timeMs, validUntil), changes);
        }
    }

    /// <summary>Null when the scan has nothing to do with that kind: then a delay goes on.</summary>
    private Evidence? EvidenceFor(AlarmKind kind, (int Sound, int NoAnswer, int Faulty, int Stale, int Withheld) seen)
    {
        bool answered = seen.Sound + seen.Faulty > 0;
        return kind switch
        {
            AlarmKind.ProfileMismatch => EvidenceOf(_findings is { Mismatch: not null }),
            AlarmKind.FirmwareMismatch => EvidenceOf(_findings is { Firmware: not null }),
            AlarmKind.CommFailure => answered ? Evidence.Absent : seen.NoAnswer > 0 ? Evidence.Present : seen.Withheld > 0 ? Evidence.Unknown : null,
            AlarmKind.Stale => _stale.Count > 0 ? Evidence.Present : NoneIn(_unread),
            _ when answered => _faulty.Count > 0 ? Evidence.Present : NoneIn(_unread),
            _ => seen.NoAnswer + seen.Stale + seen.Withheld > 0 ? Evidence.Unknown : null,
        };
    }

    /// <summary>Null until the device has been checked since the start.</summary>
    private Evidence? EvidenceOf(bool isFound) => _findings is null ? null : isFound ? Evidence.Present : Evidence.Absent;

    /// <summary>Nothing is wrong with the points seen so far. After a restart the others may still have what an alarm stands for.</summary>
    private static Evidence NoneIn(HashSet<int> unread) => unread.Count > 0 ? Evidence.Neither : Evidence.Absent;

    private (int Sound, int NoAnswer, int Faulty, int Stale, int Withheld) Count(ReadOnlySpan<Reading> readings)
    {
        var seen = (Sound: 0, NoAnswer: 0, Faulty: 0, Stale: 0, Withheld: 0);
        foreach (ref readonly var reading in readings)
        {
            var soundness = IsToldByMismatch(reading.Quality) ? Soundness.Explained : SoundnessOf(reading.Quality);
            if (soundness != Soundness.Stale && _stale.Count > 0) _stale.Remove(reading.Point);
            if (_unread.Count > 0 && reading.Quality.Reason != QualityReason.Startup && soundness != Soundness.Withheld) _unread.Remove(reading.Point);
            switch (soundness)
            {
                case Soundness.Sound:
                    seen.Sound++;
                    if (_faulty.Count > 0) _faulty.Remove(reading.Point);
                    break;
                case Soundness.NoAnswer:
                    seen.NoAnswer++;
                    _silence = reading.Quality.Reason;
                    break;
                case Soundness.Faulty:
                    seen.Faulty++;
                    _faulty[reading.Point] = reading.Quality.Reason;
                    break;
                case Soundness.Explained:
                    seen.Faulty++;
                    _faulty.Remove(reading.Point);
                    break;
                case Soundness.Stale:
                    seen.Stale++;
                    _stale[reading.Point] = reading.Quality.Reason;
                    break;
                case Soundness.Withheld:
                    seen.Withheld++;
                    break;
            }
        }
        return seen;
    }

    /// <summary>A device that is not what its profile says raises one alarm for that, and not a second one because its points are bad.</summary>
    private bool IsToldByMismatch(Quality quality) => quality is { IsBad: true, Reason: QualityReason.WrongDevice }
        && _findings is { Mismatch: not null } && _alarms.Any(one => one.Kind == AlarmKind.ProfileMismatch);

    private static Soundness SoundnessOf(Quality quality) => !quality.IsBad ? Soundness.Sound : quality.Reason switch
    {
        QualityReason.Timeout or QualityReason.CheckSum or QualityReason.Mismatch or QualityReason.CommFailure => Soundness.NoAnswer,
        QualityReason.Stale => Soundness.Stale,
        QualityReason.Maintenance => Soundness.Withheld,
        QualityReason.Startup or QualityReason.Disabled => Soundness.Nothing,
        _ => Soundness.Faulty,
    };

    private Wording? Naming(SortedDictionary<int, QualityReason> points)
    {
        foreach (var (point, reason) in points)
        {
            Wording more = points.Count > 1 ? ($" and {points.Count - 1} more", $" 等 {points.Count} 个点位") : "";
            var (english, chinese) = QualityWords.Of(reason);
            return ($"{_points[point].Id}: {english}{more.English}", $"{_points[point].Id}：{chinese}{more.Chinese}");
        }
        return null;
    }
}
