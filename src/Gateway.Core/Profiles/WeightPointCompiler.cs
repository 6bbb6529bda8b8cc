using Gateway.Core.Documents;
using Gateway.Core.Profiles.Units;
using Gateway.Fieldbus.Scales;

namespace Gateway.Core.Profiles;

/// <summary>Makes points of what a scale's profile writes about them.</summary>
/// <param name="frameUnit">The unit of frames that name none, as the profile writes it; null where all frames name theirs.</param>
internal sealed class WeightPointCompiler(SourceFile file, ProblemList problems, MapNode points, PointCompiler common, string? frameUnit)
{
    private static readonly string[] _keys = ["label", "quantity", "unit", "field", "every", "stale_after", "range"];

    public ProfilePoint? Point(MapEntry entry)
    {
        if (entry.Value is not MapNode map) return null;
        if (map.Find("read") is { } read)
        {
            problems.Add(file.Problem(ScaleProblems.PointUnfit, read.Key.Span, entry.Name, "read", ("scale", "秤"), "field: gross"));
            return null;
        }
        if (!WeightFieldText.TryParse(map.Text("field"), out var field)) return null;
        Refuse(map, map.Entries.Select(one => one.Name).Except(_keys), ("with a scale", "秤的点位"));
        if (WeightFieldText.IsWeight(field)) CheckUnit(map, entry);
        else Refuse(map, ["unit", "range"], ("with a state", "状态量"));
        var marked = WeightFieldText.IsWeight(field) ? WeightUnits.Parse(frameUnit) : ScaleUnit.None;
        var decoding = new PointDecoding { Weight = field, IsBoolean = IsState(field), Range = common.Range(map) };
        var point = common.Common(entry, map);
        return WeightUnits.UcumOf(marked) is { } taken
            ? point with { Decoding = decoding with { FrameUnit = (marked, taken) }, UnitSetting = new UnitSetting(WeightUnits.Codes, [], IsVital: true) }
            : point with { Decoding = decoding };
    }

    /// <summary>Warns of a point that shows stability where neither the frames nor a rule tell it.</summary>
    public void CheckStability(ProfileModel profile)
    {
        if (profile.Scale is not { Stability: null } scale || SaysStability(ScaleProtocols.Create(scale.Protocol, scale.Options))) return;
        foreach (var point in profile.Points.Where(point => point.Decoding.Weight == WeightField.Stable))
            problems.Add(file.Problem(ScaleProblems.NoStability, points.Find(point.Name)!.Key.Span, point.Name));
    }

    /// <summary>Whether the frames carry a word about stability: found by writing one and reading it back.</summary>
    private static bool SaysStability(ScaleProtocol protocol)
    {
        if (protocol.Options.Pattern is { } pattern) return pattern.Contains("<stable>", StringComparison.Ordinal);
        Span<byte> frame = stackalloc byte[ScaleProtocol.LongestFrame];
        int length = protocol.WriteFrame(new WeightReport { Gross = new Weight(100, 2), Unit = ScaleUnit.Kilogram, Stable = true }, frame);
        return protocol.TryRead(frame[..length], out var report, out _) == FrameResult.Report && report.Stable is not null;
    }

    private static bool IsState(WeightField field) => !WeightFieldText.IsWeight(field) && field != WeightField.Unit;

    private void CheckUnit(MapNode map, MapEntry entry)
    {
        var unit = map.Scalar("unit");
        if (unit is not null && WeightUnits.Codes.Contains(unit.Text)) return;
        problems.Add(file.Problem(ScaleProblems.NoUnitOfWeight, (unit ?? entry.Key).Span, unit?.Text ?? "", string.Join(", ", WeightUnits.Codes))
            with { Suggestion = unit is null ? null : UnitSpelling.MeantAmong(unit.Text, WeightUnits.Codes) });
    }

    private void Refuse(MapNode map, IEnumerable<string> keys, Wording why)
    {
        foreach (string key in keys)
            if (map.Find(key) is { } found) problems.Add(file.Problem(ProfileProblems.KeyUnfit, found.Key.Span, key, why));
    }
}
