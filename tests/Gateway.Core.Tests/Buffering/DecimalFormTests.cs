using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.Buffering;

namespace Gateway.Core.Tests.Buffering;

public class DecimalFormTests
{
    [Theory]
    [InlineData(7.21, 721, 2)]
    [InlineData(0, 0, 0)]
    [InlineData(-12, -12, 0)]
    [InlineData(100, 100, 0)]
    [InlineData(0.000000001, 1, 9)]
    [InlineData(24.6, 246, 1)]
    [InlineData(1234567.891, 1234567891, 3)]
    public void A_decimal_is_found_with_the_fewest_digits(double value, long digits, int decimals)
    {
        Assert.True(DecimalForm.TryOf(value, out long found, out int places));
        Assert.Equal((digits, decimals), (found, places));
    }

    [Theory]
    [InlineData(-0.0)]
    [InlineData(0.1 + 0.2)]
    [InlineData(1.0 / 3)]
    [InlineData(1e300)]
    [InlineData(9007199254740992.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_no_short_decimal_is_left_alone(double value) => Assert.False(DecimalForm.TryOf(value, out _, out _));

    [Fact]
    public void Four_at_a_time_finds_what_one_at_a_time_finds() =>
        Prop.ForAll(Numbers(), value => DecimalForm.TryOf(value, out long digits, out int decimals)
            ? OneAtATime(value) == (digits, decimals)
            : OneAtATime(value) is null).QuickCheckThrowOnFailure();

    private static Arbitrary<double> Numbers() => RowsGenerator.Rows.Select(row => row.Reading.Number).ToArbitrary();

    private static (long Digits, int Decimals)? OneAtATime(double value)
    {
        for (int decimals = 0; decimals <= DecimalForm.MaximumDecimals; decimals++)
        {
            double power = Math.Pow(10, decimals);
            double digits = Math.Round(value * power);
            if (Math.Abs(digits) < 9_007_199_254_740_992 && digits / power == value && !(digits == 0 && double.IsNegative(value)))
                return ((long)digits, decimals);
        }
        return null;
    }
}
