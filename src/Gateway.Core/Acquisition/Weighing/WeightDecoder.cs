using Gateway.Core.Acquisition.Decoding;
using Gateway.Core.Profiles;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Fieldbus.Scales;

namespace Gateway.Core.Acquisition.Weighing;

/// <summary>One point's way from a scale's report to a reading, made ready once.</summary>
internal sealed class WeightDecoder
{
    /// <summary>The display shows another weight: not asked for, and no fault of the scale.</summary>
    private static readonly Quality _notShown = Quality.Bad(QualityReason.Disabled);

    private static readonly Quality _notSaid = Quality.Bad(QualityReason.NotAssigned);
    private static readonly Quality _unknownUnit = Quality.Bad(QualityReason.Unexplained);
    private static readonly Quality _unconfirmed = Quality.Uncertain(QualityReason.Unconfirmed);
    private static readonly Quality _eitherWay = Quality.Uncertain(QualityReason.Unexplained);
    private static readonly Quality _outOfRange = Quality.Bad(QualityReason.OutOfRange);

    private readonly int _point;
    private readonly WeightField _field;
    private readonly LinearScale?[] _factors;
    private readonly double _low;
    private readonly double _high;
    private readonly Quality _best;

    /// <param name="point">A point of a scale.</param>
    /// <exception cref="ArgumentException">It is read from registers.</exception>
    public WeightDecoder(PointModel point)
    {
        _point = point.Number;
        _field = point.Decoding.Weight ?? throw new ArgumentException($"{point.Id} is no point of a scale");
        (_low, _high) = point.Decoding.Range ?? (double.NegativeInfinity, double.PositiveInfinity);
        _factors = [.. Enum.GetValues<ScaleUnit>().Select(unit => FactorFrom(UnitOf(unit, point.Decoding), point.Unit))];
        _best = point.Decoding.IsUnconfirmed ? _unconfirmed : Quality.Good;
    }

    /// <summary>The point's reading.</summary>
    /// <param name="report">With all three weights where two of them tell the third.</param>
    /// <param name="isStable">By the frame or by the profile's rule; null when nobody knows.</param>
    /// <param name="timeMs">When the report arrived: UTC milliseconds.</param>
    /// <returns>
    /// Missing, Bad with a reason: out-of-range, unstable and sensor-fault by the scale's own word; disabled for a weight that its display does not show;
    /// unexplained for a unit that is not known; not-assigned for a state that its frames do not carry.
    /// </returns>
    public Reading Decode(in WeightReport report, bool? isStable, long timeMs) => _field switch
    {
        WeightField.Displayed => Weight(report.Shown, report, isStable, timeMs),
        WeightField.Gross => Weight(report.Gross, report, isStable, timeMs),
        WeightField.Net => Weight(report.Net, report, isStable, timeMs),
        WeightField.Tare => Weight(report.Tare, report, null, timeMs),
        WeightField.Stable => State(report.Condition == ScaleCondition.NoStability ? false : isStable, report, timeMs),
        WeightField.Overload => Beyond(ScaleCondition.OverRange, report.Condition, timeMs),
        WeightField.Underload => Beyond(ScaleCondition.UnderRange, report.Condition, timeMs),
        WeightField.Zero => State(report.CentreOfZero, report, timeMs),
        WeightField.NetShown => State(ShowsNet(report), report, timeMs),
        _ => Unit(report, timeMs),
    };

    /// <summary>What a unit is in truth: frames that name none are marked with the profile's, and the site says what the scale is set to.</summary>
    private static string? UnitOf(ScaleUnit unit, PointDecoding decoding) =>
        decoding.FrameUnit is var (marked, taken) && unit == marked ? taken : WeightUnits.UcumOf(unit);

    private static LinearScale? FactorFrom(string? from, string to) =>
        from is not null && UnitConversion.Linear(from, to) is { } factor ? new LinearScale(factor.Scale, factor.Offset) : null;

    private Reading Weight(Weight? weight, in WeightReport report, bool? isStable, long timeMs)
    {
        var quality = WeightQuality.Of(report.Condition, isStable).Or(_best);
        if (weight is not { } shown) return Reading.Missing(_point, timeMs, quality.IsBad ? quality : _notShown);
        if (_factors[(int)report.Unit] is not { } factor) return Reading.Missing(_point, timeMs, quality.Or(_unknownUnit));
        double value = Scaled(shown, factor);
        return Reading.OfNumber(_point, timeMs, value, value >= _low && value <= _high ? quality : quality.Or(_outOfRange));
    }

    /// <summary>A display may end in fixed zeros (negative decimals), or have more decimals than a power of ten is kept for.</summary>
    private static double Scaled(Weight weight, LinearScale factor)
    {
        long digits = weight.Digits;
        int decimals = weight.Decimals;
        for (; decimals < 0; decimals++) digits *= 10;
        for (; decimals > 9 && digits % 10 == 0; decimals--) digits /= 10;
        return decimals <= 9 ? factor.Apply(digits, decimals) : factor.Apply(digits, 9) / ShortestDecimal.PowerOfTen(Math.Min(9, decimals - 9));
    }

    private Reading State(bool? state, in WeightReport report, long timeMs)
    {
        if (state is { } known) return Reading.OfBoolean(_point, timeMs, known);
        var quality = WeightQuality.Of(report.Condition, null);
        return Reading.Missing(_point, timeMs, quality.IsBad ? quality : _notSaid);
    }

    /// <summary>Null where the report does not say what the display shows. A tare alone tells it only of a scale whose weight is beyond its range.</summary>
    private static bool? ShowsNet(in WeightReport report)
    {
        if (report.Displayed is not null) return null;
        if (report.Net is not null || report.Gross is not null) return report.ShowsNet;
        return report.Condition >= ScaleCondition.OverRange && report.Tare is { } tare ? tare.Digits != 0 : null;
    }

    private Reading Beyond(ScaleCondition wanted, ScaleCondition condition, long timeMs) => condition switch
    {
        // The scale does not say where the load is: neither is known to be false.
        >= ScaleCondition.NoStability => Reading.Missing(_point, timeMs, WeightQuality.Of(condition, null)),
        ScaleCondition.OutOfRange => Reading.OfBoolean(_point, timeMs, true, _eitherWay),
        _ => Reading.OfBoolean(_point, timeMs, condition == wanted),
    };

    private Reading Unit(in WeightReport report, long timeMs) => ScaleUnits.Symbol(report.Unit, report.UnitText) is { Length: > 0 } word
        ? Reading.OfText(_point, timeMs, word)
        : Reading.Missing(_point, timeMs, _notSaid);
}
