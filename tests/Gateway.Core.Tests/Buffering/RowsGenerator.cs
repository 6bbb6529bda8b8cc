using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.Readings;

namespace Gateway.Core.Tests.Buffering;

/// <summary>Makes readings of every kind: neighbours and strangers, decimals and binary noise, equal and odd times.</summary>
internal static class RowsGenerator
{
    private static readonly Gen<double> _numbers = Gen.OneOf(
        from digits in Gen.Choose(-100_000, 100_000) from decimals in Gen.Choose(0, 6) select digits / Math.Pow(10, decimals),
        from bits in ArbMap.Default.GeneratorFor<long>() select Finite(BitConverter.Int64BitsToDouble(bits * 0x5DEECE66D)),
        from bits in ArbMap.Default.GeneratorFor<int>() select Finite(BitConverter.Int32BitsToSingle(bits * 0x5DEECE6)),
        Gen.Elements(0.0, -0.0, 1e300, double.Epsilon, 9007199254740992, -9007199254740991, 0.1 + 0.2, double.MaxValue, double.MinValue));

    private static readonly Gen<Quality> _qualities = Gen.OneOf(
        Gen.Constant(Quality.Good),
        from status in Gen.Choose(0, 2) from reason in Gen.Choose(0, 255) select new Quality((QualityStatus)status, (QualityReason)reason));

    private static readonly Gen<long> _times = Gen.OneOf(
        Gen.Constant(1_763_757_000_000L),
        from ms in Gen.Choose(0, 100_000) select 1_763_757_000_000L + ms,
        Gen.Elements(-62_135_596_800_000, 0L, 253_402_300_799_999));

    private static readonly Gen<int> _points = Gen.OneOf(Gen.Choose(0, 5), Gen.Choose(0, int.MaxValue));

    public static Gen<(Reading Reading, bool IsChanged)> Rows { get; } =
        from point in _points
        from time in _times
        from quality in _qualities
        from number in _numbers
        from kind in Gen.Choose(0, 5)
        from text in Gen.Elements("", "open", "门开着", new string('x', 300))
        from isChanged in ArbMap.Default.GeneratorFor<bool>()
        select (Of(kind, point, time, number, text, quality), isChanged);

    private static Reading Of(int kind, int point, long time, double number, string text, Quality quality) => kind switch
    {
        0 => Reading.Missing(point, time, quality),
        1 => Reading.OfBoolean(point, time, number > 0, quality),
        2 => Reading.OfText(point, time, text, quality),
        _ => Reading.OfNumber(point, time, number, quality),
    };

    private static double Finite(double number) => double.IsFinite(number) ? number : 0.5;
}
