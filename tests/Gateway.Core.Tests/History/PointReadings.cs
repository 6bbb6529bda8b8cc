using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.Readings;

namespace Gateway.Core.Tests.History;

/// <summary>Makes one point's readings as they come from the field and as they do not: decimals, counters, states, words, noise, times that jump.</summary>
internal static class PointReadings
{
    public const long BeginMs = 1_763_757_000_000;

    private static readonly Gen<double> _wild = Gen.OneOf(
        from bits in ArbMap.Default.GeneratorFor<long>() select Finite(BitConverter.Int64BitsToDouble(bits * 0x5DEECE66D)),
        from bits in ArbMap.Default.GeneratorFor<int>() select Finite(BitConverter.Int32BitsToSingle(bits * 0x5DEECE6)),
        Gen.Elements(0.0, -0.0, 1e300, double.Epsilon, 9007199254740991, -9007199254740991, 0.1 + 0.2, double.MaxValue, double.MinValue, 1e-9));

    private static readonly Gen<Gen<double>> _numbers = Gen.Elements(
        from digits in Gen.Choose(700, 740) select digits / 100.0,
        from digits in Gen.Choose(-100_000, 100_000) from decimals in Gen.Choose(0, 9) select digits / Math.Pow(10, decimals),
        Gen.Constant(7.21),
        _wild);

    private static readonly Gen<Gen<long>> _steps = Gen.Elements(
        Gen.Constant(1_000L),
        from ms in Gen.Choose(995, 1_005) select (long)ms,
        from ms in Gen.Choose(-5_000, 60_000) select (long)ms,
        Gen.Elements(0L, 1L, -86_400_000L, 3_600_000_000_000L));

    private static readonly Gen<Quality> _qualities = Gen.Frequency(
        (9, Gen.Constant(Quality.Good)),
        (1, from status in Gen.Choose(0, 2) from reason in Gen.Choose(0, 255) select new Quality((QualityStatus)status, (QualityReason)reason)));

    private static readonly Gen<Gen<int>> _kinds = Gen.Elements(Gen.Constant(9), Gen.Constant(1), Gen.Constant(2), Gen.Choose(0, 9));

    /// <summary>1 to about 300 readings.</summary>
    public static Arbitrary<Reading[]> Any { get; } = (
        from count in Gen.Choose(1, 300)
        from number in _numbers
        from step in _steps
        from kind in _kinds
        from rows in (
            from ms in step from value in number from quality in _qualities from one in kind from word in Gen.Elements("", "open", "门开着", new string('x', 300))
            select (Step: ms, Value: value, Quality: quality, Kind: one, Word: word)).ArrayOf(count)
        select InTime(rows)).ToArbitrary();

    private static Reading[] InTime((long Step, double Value, Quality Quality, int Kind, string Word)[] rows)
    {
        long time = BeginMs;
        return [.. rows.Select(row =>
        {
            time = Math.Clamp(time + row.Step, -62_135_596_800_000, 253_402_300_799_999);
            return row.Kind switch
            {
                0 => Reading.Missing(0, time, row.Quality),
                1 => Reading.OfBoolean(0, time, row.Value > 7.2, row.Quality),
                2 => Reading.OfText(0, time, row.Word, row.Quality),
                _ => Reading.OfNumber(0, time, row.Value, row.Quality),
            };
        })];
    }

    private static double Finite(double number) => double.IsFinite(number) ? number : 0.5;
}
