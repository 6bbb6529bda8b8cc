using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.Acquisition.Decoding;

namespace Gateway.Core.Tests.Acquisition.Decoding;

public class ShortestDecimalTests
{
    /// <summary>The obvious slow way.</summary>
    private static double Obvious(float value) =>
        double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static double Fast(float value)
    {
        double significand = ShortestDecimal.Of(value, out int decimals);
        return significand / ShortestDecimal.PowerOfTen(decimals);
    }

    [Theory]
    [InlineData(0x40E6B852u, 7.21)]
    [InlineData(0x3DCCCCCDu, 0.1)]
    [InlineData(0xC2F6E979u, -123.456)]
    [InlineData(0x00000000u, 0.0)]
    [InlineData(0x7F7FFFFFu, 3.4028235E+38)]
    [InlineData(0x00000001u, 1E-45)]
    [InlineData(0x4B7FFFFFu, 16777215.0)]
    [InlineData(0x4CEB79A3u, 123456790.0)]
    public void A_float_becomes_the_decimal_its_maker_meant(uint bits, double expected) =>
        Assert.Equal(expected, Fast(BitConverter.UInt32BitsToSingle(bits)));

    [Fact]
    public void Any_float_becomes_what_formatting_and_parsing_gives() =>
        Prop.ForAll(ArbMap.Default.ArbFor<uint>(), bits => Agrees(BitConverter.UInt32BitsToSingle(bits)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(100_000));

    [Fact]
    public void Numbers_as_sensors_send_them_become_what_formatting_and_parsing_gives()
    {
        var digits = Gen.Choose(-99_999_999, 99_999_999);
        var decimals = Gen.Choose(0, 9);
        Prop.ForAll(digits.SelectMany(_ => decimals, (d, n) => (float)(d / Math.Pow(10, n))).ToArbitrary(), Agrees)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(100_000));
    }

    [Fact]
    public void Eighths_and_halves_which_lie_between_two_decimals_round_as_formatting_does()
    {
        for (int i = 0; i < 200_000; i++)
        {
            Assert.True(Agrees(1_048_576 + (i / 8f)), $"{i}");
            Assert.True(Agrees(4_194_304 + (i / 2f)), $"{i}");
            Assert.True(Agrees(i / 256f), $"{i}");
        }
    }

    private static bool Agrees(float value) => !float.IsFinite(value) || Fast(value).Equals(Obvious(value)) || value == 0;
}
