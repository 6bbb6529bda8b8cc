using FsCheck;
using FsCheck.Fluent;
using Gateway.Fieldbus.Serial;

namespace Gateway.Fieldbus.Tests.Serial;

public class SerialSettingsTests
{
    [Theory]
    [InlineData("9600-8N1", 9600, 8, SerialParity.None, 1)]
    [InlineData("19200-8E1", 19200, 8, SerialParity.Even, 1)]
    [InlineData("9600-7o2", 9600, 7, SerialParity.Odd, 2)]
    [InlineData("50-7M1", 50, 7, SerialParity.Mark, 1)]
    [InlineData("4000000-8S2", 4_000_000, 8, SerialParity.Space, 2)]
    [InlineData("12345-8N1", 12345, 8, SerialParity.None, 1)]
    public void One_word_says_it_all(string word, int baudRate, int dataBits, SerialParity parity, int stopBits)
    {
        Assert.True(SerialSettings.TryParse(word, out var settings, out string? reason));
        Assert.Null(reason);
        Assert.Equal(new SerialSettings(baudRate, dataBits, parity, stopBits), settings);
    }

    [Theory]
    [InlineData(null, "9600-8N1")]
    [InlineData("", "9600-8N1")]
    [InlineData("9600", "9600-8N1")]
    [InlineData("9600 8N1", "9600-8N1")]
    [InlineData("9600-8N", "9600-8N1")]
    [InlineData("9600-8N15", "9600-8N1")]
    [InlineData("9600-8N1-", "9600-8N1")]
    [InlineData("-9600-8N1", "9600-8N1")]
    [InlineData("+9600-8N1", "9600-8N1")]
    [InlineData(" 9600-8N1", "9600-8N1")]
    [InlineData("9600-N81", "9600-8N1")]
    [InlineData("٩٦٠٠-8N1", "9600-8N1")]
    [InlineData("49-8N1", "50 to 4000000")]
    [InlineData("4000001-8N1", "50 to 4000000")]
    [InlineData("99999999999999999999-8N1", "50 to 4000000")]
    [InlineData("9600-5N1", "7 or 8 data bits")]
    [InlineData("9600-9N1", "7 or 8 data bits")]
    [InlineData("9600-8X1", "N (none), E (even), O (odd)")]
    [InlineData("9600-8N3", "1 or 2 stop bits")]
    [InlineData("9600-8N0", "1 or 2 stop bits")]
    public void What_is_wrong_is_said_with_what_is_allowed(string? word, string reasonPart)
    {
        Assert.False(SerialSettings.TryParse(word, out var settings, out string? reason));
        Assert.Null(settings);
        Assert.Contains(reasonPart, reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Printed_and_read_again_it_is_the_same() => Prop.ForAll(AnySettings(), settings =>
            SerialSettings.TryParse(settings.ToString(), out var again, out _) && again == settings)
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_gets_settings_or_a_reason() => Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text =>
            SerialSettings.TryParse(text, out var settings, out string? reason) ? settings is not null : reason!.Length > 0)
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Settings_out_of_range_cannot_be_made()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SerialSettings(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SerialSettings(9600, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SerialSettings(9600, 8, (SerialParity)5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SerialSettings(9600, 8, SerialParity.None, 3));
    }

    // MODBUS over Serial Line V1.02, 2.5.1.1: 3.5 characters, and 1.750 ms above 19200 baud. In microseconds, rounded up to 0.1.
    [Theory]
    [InlineData("1200-8E1", 9166.7, 32083.4)]
    [InlineData("9600-8E1", 1145.9, 4010.5)]
    [InlineData("9600-8N1", 1041.7, 3645.9)]
    [InlineData("9600-7E1", 1041.7, 3645.9)]
    [InlineData("9600-8N2", 1145.9, 4010.5)]
    [InlineData("19200-8E1", 573.0, 2005.3)]
    [InlineData("19201-8E1", 572.9, 1750)]
    [InlineData("38400-8E1", 286.5, 1750)]
    [InlineData("115200-8N1", 86.9, 1750)]
    public void Character_and_silence_take_what_the_baud_rate_says(string word, double character, double silence)
    {
        Assert.True(SerialSettings.TryParse(word, out var settings, out _));
        Assert.Equal(TimeSpan.FromTicks((long)Math.Round(character * 10)), settings.CharacterTime);
        Assert.Equal(TimeSpan.FromTicks((long)Math.Round(silence * 10)), settings.SilentInterval);
    }

    private static Arbitrary<SerialSettings> AnySettings() =>
        (from rate in Gen.Choose(SerialSettings.MinimumBaudRate, SerialSettings.MaximumBaudRate)
         from bits in Gen.Elements(7, 8)
         from parity in Gen.Elements(Enum.GetValues<SerialParity>())
         from stops in Gen.Elements(1, 2)
         select new SerialSettings(rate, bits, parity, stops)).ToArbitrary();
}
