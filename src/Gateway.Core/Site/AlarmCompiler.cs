using System.Globalization;
using Gateway.Core.Alarms;
using Gateway.Core.Documents;
using Gateway.Core.Profiles;

namespace Gateway.Core.Site;

/// <summary>Makes the alarms of one device: those every device has, and limits from the site and from limit packs.</summary>
internal sealed class AlarmCompiler(SourceFile file, ProblemList problems, MapEntry device, IReadOnlyList<ProfilePoint> points, ProfileModel profile)
{
    private const int LimitPriority = 2;
    private const int DevicePriority = 3;
    private readonly MapNode _map = (device.Value as MapNode) ?? MapNode.Empty;
    private readonly Dictionary<string, List<AlarmDraft>> _drafts = [];

    /// <summary>What a device alarm has when the site says nothing: long enough for a pulled plug and a reboot.</summary>
    private static readonly (string Key, AlarmKind Kind, TimeSpan OnDelay)[] _ofDevices =
    [
        ("comm_failure", AlarmKind.CommFailure, TimeSpan.FromMinutes(2)),
        ("stale", AlarmKind.Stale, TimeSpan.Zero),
        ("bad_quality", AlarmKind.BadQuality, TimeSpan.FromMinutes(2)),
        ("profile_mismatch", AlarmKind.ProfileMismatch, TimeSpan.Zero),
        ("firmware_mismatch", AlarmKind.FirmwareMismatch, TimeSpan.Zero),
    ];

    /// <summary>The alarms, with numbers still to be given.</summary>
    /// <param name="firstPoint">Number of the device's first point.</param>
    public IEnumerable<AlarmModel> Alarms(IReadOnlyList<(LimitPack Pack, ScalarNode Named)> packs, int number, int firstPoint)
    {
        TakeOwn();
        TakePacks(packs);
        CheckLimitless();
        CheckImpossible();
        foreach (var alarm in OfEveryDevice(number)) yield return alarm;
        for (int i = 0; i < points.Count; i++)
        {
            if (!_drafts.TryGetValue(points[i].Name, out var drafts)) continue;
            CheckOrder(drafts);
            foreach (var draft in drafts.OrderBy(draft => draft.Kind))
            {
                CheckDraft(points[i], draft);
                yield return Model(draft, points[i], number, firstPoint + i);
            }
        }
    }

    private IEnumerable<AlarmModel> OfEveryDevice(int number)
    {
        foreach (var (key, kind, delay) in _ofDevices.Where(one => IsPossible(one.Kind)))
        {
            var own = _map.Map("alarms")?.Map(key) is { } map ? AlarmConditions.Read(map) : AlarmConditions.None;
            yield return new AlarmModel
            {
                Number = 0,
                Id = $"{device.Name}/{AlarmKindText.Of(kind)}",
                Kind = kind,
                Device = number,
                OnDelay = own.OnDelay ?? delay,
                OffDelay = own.OffDelay ?? TimeSpan.Zero,
                Priority = own.Priority ?? DevicePriority,
                Source = "site",
            };
        }
    }

    /// <summary>A mismatch can only be found by a profile that tells how.</summary>
    private bool IsPossible(AlarmKind kind) => kind switch
    {
        AlarmKind.ProfileMismatch => profile.Identity.Count > 0,
        AlarmKind.FirmwareMismatch => profile.FirmwareCheck is not null,
        _ => true,
    };

    private void CheckImpossible()
    {
        foreach (var (key, kind, _) in _ofDevices.Where(one => !IsPossible(one.Kind)))
        {
            if (_map.Map("alarms")?.Find(key) is { } entry)
                problems.Add(file.Problem(
                    AlarmProblems.NothingToCompare, entry.Key.Span, device.Name, key, profile.Name,
                    kind == AlarmKind.ProfileMismatch ? "'identify'" : "'firmware'"));
        }
    }

    private void TakeOwn()
    {
        string[] names = [.. points.Select(point => point.Name)];
        foreach (var entry in _map.Entries("alarms").Where(entry => !AlarmsShape.DeviceAlarms.Contains(entry.Name)))
        {
            if (entry.Value is not MapNode map) continue;
            if (points.FirstOrDefault(point => point.Name == entry.Name) is not { } point)
            {
                problems.Add(file.Problem(SiteProblems.UnknownPoint, entry.Key.Span, device.Name, entry.Name, string.Join(", ", names))
                    with { Suggestion = Suggestion.For(entry.Name, names) });
                continue;
            }
            if (point.IsNumber) TakeOwn(point, map);
            else problems.Add(file.Problem(AlarmProblems.NotANumber, entry.Key.Span, point.Name));
        }
    }

    private void TakeOwn(ProfilePoint point, MapNode map)
    {
        var shared = AlarmConditions.Read(map);
        foreach (var (key, kind) in LimitPackCompiler.Limits)
        {
            var conditions = map[key] is MapNode own ? AlarmConditions.Read(own).Or(shared) : shared;
            double? setpoint = map[key] is MapNode limit ? limit.Number("setpoint") : map.Number(key);
            if (setpoint is { } value) Add(point, new AlarmDraft(key, kind, value, conditions, "site", true, file, map[key]!.Span));
        }
    }

    private void TakePacks(IReadOnlyList<(LimitPack Pack, ScalarNode Named)> packs)
    {
        if (packs.Count == 0) return;
        if (_map.Text("class") is not { } named)
        {
            if (_map.Find("class") is null)
                problems.Add(file.Problem(
                    AlarmProblems.NeedsClass, packs[0].Named.Span, device.Name, string.Join(", ", packs.SelectMany(pack => pack.Pack.Classes).Distinct())));
            return;
        }
        foreach (var (pack, at) in packs)
        {
            int found = 0;
            foreach (var row in pack.Rows.Where(row => row.Classes.Contains(named)))
            {
                foreach (var point in points.Where(point => point.Quantity == row.Quantity && point.IsNumber))
                {
                    found++;
                    Take(pack, row, point, named, at);
                }
            }
            if (found == 0) problems.Add(file.Problem(AlarmProblems.NothingLimited, at.Span, pack.Name, device.Name, named, string.Join(", ", pack.Classes))
                with { Suggestion = Suggestion.For(named, pack.Classes) });
        }
    }

    private void Take(LimitPack pack, LimitRow row, ProfilePoint point, string named, ScalarNode at)
    {
        string key = LimitPackCompiler.Limits.First(limit => limit.Kind == row.Kind).Key;
        var present = _drafts.GetValueOrDefault(point.Name)?.Find(draft => draft.Kind == row.Kind);
        if (row.Grade == 'C')
        {
            if (present is null) problems.Add(file.Problem(AlarmProblems.GradeC, at.Span, $"{row.Quantity} {key}", pack.Name, named));
            return;
        }
        if (UnitConversion.Convert(row.Setpoint, row.Unit, point.Unit) is not { } setpoint)
        {
            problems.Add(file.Problem(AlarmProblems.UnitDiffers, at.Span, row.Quantity, row.Unit, point.Name, point.Unit.Length == 0 ? "-" : point.Unit)
                with { Related = new RelatedPlace(pack.File.Name, row.Span, row.Source) });
            return;
        }
        double? deadband = row.Conditions.Deadband is { } band ? UnitConversion.Convert(band, row.Unit, point.Unit) : null;
        var conditions = row.Conditions with { Deadband = deadband };
        if (present is null)
        {
            var shared = _map.Map("alarms")?.Map(point.Name) is { } own ? AlarmConditions.Read(own) : AlarmConditions.None;
            Add(point, new AlarmDraft(key, row.Kind, setpoint, shared.Or(conditions), row.Source, false, pack.File, row.Span));
            return;
        }
        if (!present.IsOwn)
        {
            problems.Add(file.Problem(AlarmProblems.SameLimit, at.Span, present.Source, row.Source, key, point.Name));
            return;
        }
        if (IsHigh(row.Kind) ? present.Setpoint > setpoint : present.Setpoint < setpoint)
            problems.Add(file.Problem(AlarmProblems.Looser, present.Span, key, Text(present.Setpoint), Text(setpoint), row.Source));
        _drafts[point.Name].Remove(present);
        Add(point, present with { Conditions = present.Conditions.Or(conditions) });
    }

    private void CheckLimitless()
    {
        foreach (var entry in _map.Entries("alarms").Where(entry => !AlarmsShape.DeviceAlarms.Contains(entry.Name)))
        {
            if (points.Any(point => point.Name == entry.Name && point.IsNumber) && !_drafts.ContainsKey(entry.Name) && entry.Value is MapNode)
                problems.Add(file.Problem(AlarmProblems.NoLimit, entry.Key.Span, entry.Name));
        }
    }

    private void Add(ProfilePoint point, AlarmDraft draft)
    {
        if (!_drafts.TryGetValue(point.Name, out var drafts)) _drafts[point.Name] = drafts = [];
        drafts.Add(draft);
    }

    private void CheckOrder(List<AlarmDraft> drafts)
    {
        var ordered = drafts.OrderBy(draft => draft.Kind).ToList();
        for (int i = 1; i < ordered.Count; i++)
        {
            var (upper, lower) = (ordered[i - 1], ordered[i]);
            if (upper.Setpoint > lower.Setpoint) continue;
            var (blamed, other, word) = upper.IsOwn || !lower.IsOwn
                ? (upper, lower, new Wording("above", "高于"))
                : (lower, upper, new Wording("below", "低于"));
            problems.Add(blamed.File.Problem(AlarmProblems.LimitOrder, blamed.Span, blamed.Key, Text(blamed.Setpoint), word, other.Key, Text(other.Setpoint))
                with { Related = new RelatedPlace(other.File.Name, other.Span, other.Source) });
        }
    }

    private void CheckDraft(ProfilePoint point, AlarmDraft draft)
    {
        if (point.Decoding.Range is { } range && (draft.Setpoint < range.Low || draft.Setpoint > range.High))
        {
            problems.Add(draft.File.Problem(
                AlarmProblems.OutsideRange, draft.Span, Text(draft.Setpoint), Text(range.Low), Text(range.High), $"{device.Name}/{point.Name}", point.Unit));
        }
        var conditions = draft.Conditions;
        bool isCalm = conditions.Deadband > 0 || conditions.OnDelay > TimeSpan.Zero || conditions.OffDelay > TimeSpan.Zero;
        if (isCalm) return;
        double band = draft.Setpoint == 0 ? 0.1 : Math.Abs(draft.Setpoint) * 0.05;
        problems.Add(draft.File.Problem(AlarmProblems.CanChatter, draft.Span, Id(point, draft.Kind), band.ToString("G2", CultureInfo.InvariantCulture)));
    }

    private AlarmModel Model(AlarmDraft draft, ProfilePoint point, int number, int pointNumber) => new()
    {
        Number = 0,
        Id = Id(point, draft.Kind),
        Kind = draft.Kind,
        Device = number,
        Point = pointNumber,
        Setpoint = draft.Setpoint,
        Deadband = draft.Conditions.Deadband ?? 0,
        OnDelay = draft.Conditions.OnDelay ?? TimeSpan.Zero,
        OffDelay = draft.Conditions.OffDelay ?? TimeSpan.Zero,
        Priority = draft.Conditions.Priority ?? LimitPriority,
        Source = draft.Source,
    };

    private string Id(ProfilePoint point, AlarmKind kind) => $"{device.Name}/{point.Name}/{AlarmKindText.Of(kind)}";

    private static bool IsHigh(AlarmKind kind) => kind is AlarmKind.High or AlarmKind.HighHigh;

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
