using FsCheck;
using FsCheck.Fluent;
using Gateway.Fieldbus.Serial;

namespace Gateway.Tests.Cli.Commissioning;

/// <summary>The stand-in for a serial line behaves as the line does.</summary>
public class UartTests
{
    [Fact]
    public void At_the_same_settings_everything_arrives() => Prop.ForAll<byte[], bool, bool>((bytes, isEven, isSlow) =>
    {
        var settings = new SerialSettings(isSlow ? 1200 : 115200, 8, isEven ? SerialParity.Even : SerialParity.None);
        return Uart.Heard(bytes, settings, settings).SequenceEqual(bytes);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("9600-8N1", "19200-8N1")]
    [InlineData("19200-8N1", "9600-8N1")]
    [InlineData("9600-8N1", "9600-8E1")]
    [InlineData("9600-8E1", "9600-8O1")]
    [InlineData("9600-8E1", "9600-8N1")]
    [InlineData("9600-7E1", "9600-8O1")]
    public void At_other_settings_a_frame_is_garbled_or_lost(string sender, string receiver)
    {
        byte[] frame = [0x03, 0x03, 0x00, 0x02, 0x00, 0x02, 0x64, 0x29];
        Assert.NotEqual(frame, Uart.Heard(frame, Of(sender), Of(receiver)));
    }

    [Fact]
    public void A_second_stop_bit_is_a_longer_pause_and_nothing_else()
    {
        byte[] frame = [0x03, 0x83, 0x02, 0x61, 0x31];
        Assert.Equal(frame, Uart.Heard(frame, Of("9600-8N2"), Of("9600-8N1")));
        Assert.Equal(frame, Uart.Heard(frame, Of("9600-8N1"), Of("9600-8N2")));
    }

    private static SerialSettings Of(string word) => SerialSettings.TryParse(word, out var settings, out _) ? settings : throw new FormatException(word);
}
