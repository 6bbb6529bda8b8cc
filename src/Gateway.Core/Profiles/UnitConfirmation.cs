using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Core.Profiles;

/// <summary>Applies what a site says of units that are settings of a device.</summary>
internal static class UnitConfirmation
{
    /// <summary>The point of a device of which this is said, or of which nothing is.</summary>
    public static ProfilePoint Of(ProfilePoint point, UnitStatement? statement)
    {
        if (point.UnitSetting is not { } setting) return point;
        if (statement is null) return setting.IsVital ? point with { Decoding = point.Decoding with { IsUnconfirmed = true } } : point;
        return statement.Unit is { } unit ? point with { Decoding = From(point.Decoding, unit, point.Unit) } : point;
    }

    /// <summary>The words by which a point reads bad as soon as the device's codes are no longer those that were confirmed.</summary>
    public static IEnumerable<StatusWord> Words(ProfilePoint point, UnitStatement statement)
    {
        var bad = Quality.Bad(QualityReason.Unexplained);
        foreach (var (reference, code) in (point.UnitSetting?.Codes ?? []).Zip(statement.Codes))
        {
            ulong all = (ulong)((UInt128.One << (16 * reference.Range.Quantity)) - 1);
            yield return new StatusWord(reference, [new QualityRule(all, (ulong)code & all, Quality.Good, "the confirmed code")], bad, [point.Name]);
        }
    }

    /// <summary>The same number in the unit that the device is set to, converted into the point's.</summary>
    private static PointDecoding From(PointDecoding own, string unit, string to)
    {
        if (own.FrameUnit is var (marked, _)) return own with { FrameUnit = (marked, unit) };
        if (UnitConversion.Linear(unit, to) is not var (scale, offset)) return own;
        return own with
        {
            Scale = new DecimalFactor(own.Scale.Numerator * scale.Numerator, own.Scale.Denominator * scale.Denominator),
            Offset = (own.Offset * scale.Numerator / scale.Denominator) + offset,
        };
    }
}
