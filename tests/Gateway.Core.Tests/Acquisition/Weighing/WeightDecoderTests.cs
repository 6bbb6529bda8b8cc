using Gateway.Core.Acquisition.Weighing;
using Gateway.Core.Profiles;
using Gateway.Core.Site;
using Gateway.Fieldbus.Scales;

namespace Gateway.Core.Tests.Acquisition.Weighing;

/// <summary>From a scale's report to a reading, as a table.</summary>
public sealed class WeightDecoderTests
{
    [Theory]
    [InlineData(1234, 2, ScaleUnit.Kilogram, "kg", "12.34 G")]
    [InlineData(12350, 0, ScaleUnit.Gram, "kg", "12.35 G")]
    [InlineData(5025, 3, ScaleUnit.Pound, "kg", "2.27930165925 G")]
    [InlineData(1, 0, ScaleUnit.ShortTon, "kg", "907.18474 G")]
    [InlineData(16, 0, ScaleUnit.Ounce, "[lb_av]", "1 G")]
    [InlineData(15, -2, ScaleUnit.Kilogram, "t", "1.5 G")]
    [InlineData(-50, 2, ScaleUnit.Kilogram, "g", "-500 G")]
    [InlineData(1, 0, ScaleUnit.Other, "kg", "- B:unexplained")]
    [InlineData(1, 0, ScaleUnit.None, "kg", "- B:unexplained")]
    [InlineData(6001, 2, ScaleUnit.Kilogram, "kg", "60.01 B:out-of-range")]
    public void A_weight_is_converted_exactly_from_the_unit_of_its_frame(long digits, int decimals, ScaleUnit unit, string to, string expected)
    {
        double most = to == "kg" && unit == ScaleUnit.Kilogram ? 60 : 1e9;
        var report = new WeightReport { Gross = new Weight(digits, decimals), Unit = unit, Stable = true };
        Assert.Equal(expected, ScaleBench.Shown(Decoder(WeightField.Gross, to, (-1e9, most)).Decode(report, true, 1)));
    }

    [Theory]
    [InlineData(ScaleCondition.Ok, true, "1 G", "1 G", "0 G")]
    [InlineData(ScaleCondition.Ok, false, "1 U:unstable", "0 G", "0 G")]
    [InlineData(ScaleCondition.Ok, null, "1 G", "- B:not-assigned", "0 G")]
    [InlineData(ScaleCondition.ZeroNotCaptured, true, "1 U:calibrating", "1 G", "0 G")]
    [InlineData(ScaleCondition.Held, true, "1 U:stuck", "1 G", "0 G")]
    [InlineData(ScaleCondition.OverRange, null, "- B:out-of-range", "- B:out-of-range", "1 G")]
    [InlineData(ScaleCondition.UnderRange, null, "- B:out-of-range", "- B:out-of-range", "0 G")]
    [InlineData(ScaleCondition.OutOfRange, null, "- B:out-of-range", "- B:out-of-range", "1 U:unexplained")]
    [InlineData(ScaleCondition.NoStability, null, "- B:unstable", "0 G", "- B:unstable")]
    [InlineData(ScaleCondition.NotNow, null, "- B:not-ready", "- B:not-ready", "- B:not-ready")]
    [InlineData(ScaleCondition.Error, null, "- B:sensor-fault", "- B:sensor-fault", "- B:sensor-fault")]
    public void What_a_scale_says_of_itself_becomes_quality(ScaleCondition condition, bool? isStable, string gross, string stable, string overload)
    {
        var report = new WeightReport
        {
            Gross = condition < ScaleCondition.OverRange ? new Weight(1, 0) : null, Unit = ScaleUnit.Kilogram, Condition = condition,
        };
        string Read(WeightField field) => ScaleBench.Shown(Decoder(field, "kg").Decode(report, isStable, 1));
        Assert.Equal((gross, stable, overload), (Read(WeightField.Gross), Read(WeightField.Stable), Read(WeightField.Overload)));
    }

    [Fact]
    public void A_weight_that_the_display_does_not_show_is_disabled_and_no_fault()
    {
        var report = new WeightReport { Net = new Weight(850, 2), Unit = ScaleUnit.Kilogram, Stable = true };
        Assert.Equal("- B:disabled", ScaleBench.Shown(Decoder(WeightField.Gross, "kg").Decode(report, true, 1)));
        Assert.Equal("8.5 G", ScaleBench.Shown(Decoder(WeightField.Displayed, "kg").Decode(report, true, 1)));
        Assert.Equal("1 G", ScaleBench.Shown(Decoder(WeightField.NetShown, "").Decode(report, true, 1)));
        Assert.Equal("kg G", ScaleBench.Shown(Decoder(WeightField.Unit, "").Decode(report, true, 1)));
    }

    [Theory]
    [InlineData(ScaleCondition.Ok, null, "- B:not-assigned")]
    [InlineData(ScaleCondition.Ok, 200, "- B:not-assigned")]
    [InlineData(ScaleCondition.OverRange, null, "- B:out-of-range")]
    [InlineData(ScaleCondition.OverRange, 0, "0 G")]
    [InlineData(ScaleCondition.UnderRange, 200, "1 G")]
    [InlineData(ScaleCondition.NotNow, null, "- B:not-ready")]
    public void Without_a_weight_only_an_active_tare_tells_that_the_display_is_net(ScaleCondition condition, int? tare, string expected)
    {
        var report = new WeightReport { Tare = tare is { } digits ? new Weight(digits, 2) : null, Unit = ScaleUnit.Kilogram, Condition = condition };
        Assert.Equal(expected, ScaleBench.Shown(Decoder(WeightField.NetShown, "").Decode(report, null, 1)));
    }

    private static WeightDecoder Decoder(WeightField field, string unit, (double Low, double High)? range = null) => new(new PointModel
    {
        Number = 0, Id = "bin/point", Name = "point", Device = 0, Label = new LocalizedText("point"), Quantity = "weight", Unit = unit,
        Every = TimeSpan.FromSeconds(1), StaleAfter = TimeSpan.FromSeconds(10), Decoding = new PointDecoding { Weight = field, Range = range },
    });
}
