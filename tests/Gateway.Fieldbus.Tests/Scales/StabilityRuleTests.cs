using System.Globalization;
using Gateway.Fieldbus.Scales;

namespace Gateway.Fieldbus.Tests.Scales;

public class StabilityRuleTests
{
    private static readonly StabilityRule Rule = new(0.02m, TimeSpan.FromSeconds(2));

    // Weights in hundredths, one a second; - for a report without a weight, ~ for a second without any report.
    [Theory]
    [InlineData("1234", "n")]
    [InlineData("1234 1234 1234", "nny")]
    [InlineData("1234 1236 1238 1234", "nnyy")]
    [InlineData("1234 1239 1239 1239", "nnny")]
    [InlineData("1234 1234 1234 1250 1250 1250 1250", "nnynnyy")]
    [InlineData("1234 1234 1234 - 1234 1234 1234", "nnynnny")]
    [InlineData("1234 1234 1234 ~ ~ ~ 1234 1234 1234", "nnynny")]
    [InlineData("1230 1231 1232 1233 1234 1235 1236 1237", "nnyyynny")]
    public void A_load_is_at_rest_when_it_has_stayed_in_the_band_for_the_time(string weights, string verdicts)
    {
        var watch = default(StabilityWatch);
        var said = new System.Text.StringBuilder();
        var at = TimeSpan.FromHours(1);
        foreach (string weight in weights.Split(' '))
        {
            at += TimeSpan.FromSeconds(1);
            if (weight == "~") continue;
            watch = Rule.Judge(watch, weight == "-" ? null : new Weight(int.Parse(weight, CultureInfo.InvariantCulture), 2), ScaleUnit.Kilogram, at);
            said.Append(watch.IsStable ? 'y' : 'n');
        }
        Assert.Equal(verdicts, said.ToString());
    }

    [Fact]
    public void Without_a_time_every_weight_is_at_rest() =>
        Assert.True(new StabilityRule(0.02m, TimeSpan.Zero).Judge(default, new Weight(1, 0), ScaleUnit.None, TimeSpan.Zero).IsStable);

    // The band is 20 g either way, whatever the scale is switched to: 0.02 t would be a bag of 20 kg, and 0.02 g is less than a draught.
    [Theory]
    [InlineData(ScaleUnit.Gram, 0, "12340 12345 12350 12355", "nnyy")]
    [InlineData(ScaleUnit.Gram, 0, "12340 12390 12340 12390", "nnnn")]
    [InlineData(ScaleUnit.Tonne, 5, "1234 1236 1238 1236", "nnyy")]
    [InlineData(ScaleUnit.Tonne, 5, "1234 2234 2234 1234", "nnnn")]
    [InlineData(ScaleUnit.Pound, 2, "1000 1008 1004 1000", "nnyy")]
    [InlineData(ScaleUnit.Pound, 2, "1000 1009 1000 1009", "nnnn")]
    [InlineData(ScaleUnit.Other, 2, "1000 1003 1004 1000", "nnyy")]
    public void The_band_is_that_of_the_rule_whatever_unit_the_scale_sends(ScaleUnit unit, int decimals, string weights, string verdicts)
    {
        var rule = Rule with { Unit = ScaleUnit.Kilogram };
        var watch = default(StabilityWatch);
        string said = "";
        foreach (var (digits, second) in weights.Split(' ').Select((digits, at) => (long.Parse(digits, CultureInfo.InvariantCulture), at)))
        {
            watch = rule.Judge(watch, new Weight(digits, decimals), unit, TimeSpan.FromSeconds(second));
            said += watch.IsStable ? 'y' : 'n';
        }
        Assert.Equal(verdicts, said);
    }

    [Fact]
    public void A_weight_that_no_scale_can_show_ends_the_rest_and_throws_nothing()
    {
        var watch = new StabilityRule(0.02m, TimeSpan.Zero, ScaleUnit.Kilogram).Judge(default, new Weight(long.MaxValue, -9), ScaleUnit.Tonne, TimeSpan.Zero);
        Assert.False(watch.HasWeight);
    }
}
