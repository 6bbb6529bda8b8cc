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
            watch = Rule.Judge(watch, weight == "-" ? null : new Weight(int.Parse(weight, CultureInfo.InvariantCulture), 2), at);
            said.Append(watch.IsStable ? 'y' : 'n');
        }
        Assert.Equal(verdicts, said.ToString());
    }

    [Fact]
    public void Without_a_time_every_weight_is_at_rest() =>
        Assert.True(new StabilityRule(0.02m, TimeSpan.Zero).Judge(default, new Weight(1, 0), TimeSpan.Zero).IsStable);
}
