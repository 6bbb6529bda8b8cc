using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Fieldbus.Scales;

namespace Gateway.Fieldbus.Tests.Scales;

public class WeightTests
{
    [Theory]
    [InlineData("  12.34", 1234, 2)]
    [InlineData("-0001.50", -150, 2)]
    [InlineData("-   1.50", -150, 2)]
    [InlineData("+12,5 ", 125, 1)]
    [InlineData("001234.", 1234, 0)]
    [InlineData(".5", 5, 1)]
    [InlineData("1234", 1234, 3)]
    public void Numbers_are_read_as_indicators_print_them(string text, long digits, int decimals)
    {
        Assert.True(Weight.TryParse(Encoding.ASCII.GetBytes(text), 3, out var weight));
        Assert.Equal(new Weight(digits, text.IndexOfAny(['.', ',']) < 0 ? 3 : decimals), weight);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   .  ")]
    [InlineData("-")]
    [InlineData("1.2.3")]
    [InlineData("1 2")]
    [InlineData("12-")]
    [InlineData("--1")]
    [InlineData("1234567890123456789")]
    public void What_is_no_number_is_refused(string text) => Assert.False(Weight.TryParse(Encoding.ASCII.GetBytes(text), 0, out _));

    [Theory]
    [InlineData(-50, 2, "-0.50")]
    [InlineData(0, 3, "0.000")]
    [InlineData(12, -2, "1200")]
    [InlineData(-7, 0, "-7")]
    public void Numbers_are_written_as_displays_show_them(long digits, int decimals, string text) =>
        Assert.Equal(text, new Weight(digits, decimals).ToString());

    [Fact]
    public void A_number_written_and_read_is_the_same() =>
        Prop.ForAll(Gen.Choose(-999_999_999, 999_999_999).ToArbitrary(), Gen.Choose(0, 9).ToArbitrary(), (digits, decimals) =>
        {
            var weight = new Weight(digits, decimals);
            return Weight.TryParse(Encoding.ASCII.GetBytes(weight.ToString()), 0, out var read) && read == weight
                && weight.ToDouble() == double.Parse(weight.ToString(), System.Globalization.CultureInfo.InvariantCulture)
                && (double)weight.ToDecimal() == weight.ToDouble();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Gross_net_and_tare_complete_each_other_exactly()
    {
        var both = new WeightReport { Net = new(834, 2), Tare = new(4, 0) };
        Assert.Equal(new Weight(1234, 2), both.Completed().Gross);
        Assert.Equal(new Weight(834, 2), new WeightReport { Gross = new(1234, 2), Tare = new(400, 2) }.Completed().Net);
        Assert.Null(new WeightReport { Gross = new(1, 0) }.Completed().Net);
    }

    [Fact]
    public void Weights_too_long_to_be_added_leave_the_third_unsaid()
    {
        Weight longest = new(999_999_999_999_999_999, 0), finest = new(1, 18);
        Assert.Null(new WeightReport { Net = longest, Tare = finest }.Completed().Gross);
        Assert.Null(new WeightReport { Gross = longest, Tare = finest }.Completed().Net);
        Assert.Null(new WeightReport { Gross = finest, Net = longest }.Completed().Tare);
    }

    [Fact]
    public void Answers_in_two_units_are_not_put_together()
    {
        var kilograms = new WeightReport { Gross = new(1, 0), Unit = ScaleUnit.Kilogram };
        Assert.Null(kilograms.With(new() { Tare = new(1, 0), Unit = ScaleUnit.Pound }));
        Assert.Equal(ScaleUnit.Kilogram, kilograms.With(new() { CentreOfZero = true })!.Value.Unit);
    }
}
