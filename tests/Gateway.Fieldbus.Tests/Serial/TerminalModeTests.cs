using Gateway.Fieldbus.Serial;
using Gateway.Fieldbus.Serial.Native;

namespace Gateway.Fieldbus.Tests.Serial;

public class TerminalModeTests
{
    // What is in force on a terminal, with values of asm-generic/termbits.h written out: the bits a driver sees.
    [Theory]
    [InlineData("9600-8N1", 0xD | 0x80 | 0x800 | 0x30, 0)]
    [InlineData("9600-7E1", 0xD | 0x80 | 0x800 | 0x20 | 0x100, 0x10)]
    [InlineData("9600-8O2", 0xD | 0x80 | 0x800 | 0x30 | 0x100 | 0x200 | 0x40, 0x10)]
    [InlineData("9600-8M1", 0xD | 0x80 | 0x800 | 0x30 | 0x100 | 0x200 | 0x4000_0000, 0x10)]
    [InlineData("9600-8S1", 0xD | 0x80 | 0x800 | 0x30 | 0x100 | 0x4000_0000, 0x10)]
    public void Settings_become_the_bits_of_a_raw_line(string word, uint controlFlags, uint inputFlags)
    {
        Assert.True(SerialSettings.TryParse(word, out var settings, out _));
        // Everything on that a login terminal has, and hardware flow control.
        var raw = TerminalMode.Raw(new() { InputFlags = 0x5500, OutputFlags = 5, LocalFlags = 0x8A3B, ControlFlags = 0x8000_08BF }, settings);
        Assert.Equal((controlFlags, inputFlags, 0u, 0u), (raw.ControlFlags, raw.InputFlags, raw.OutputFlags, raw.LocalFlags));
        Assert.Equal((9600u, 9600u), (raw.InputSpeed, raw.OutputSpeed));
        Assert.Equal((1, 0), (raw.Characters[6], raw.Characters[5]));
    }

    [Theory]
    [InlineData(50, 0x1)]
    [InlineData(38400, 0xF)]
    [InlineData(57600, 0x1001)]
    [InlineData(115200, 0x1002)]
    [InlineData(4_000_000, 0x100F)]
    [InlineData(0, 0x1000)]
    [InlineData(12345, 0x1000)]
    public void Standard_rates_have_the_codes_that_other_tools_know(int rate, uint code) => Assert.Equal(code, BaudCode.Of(rate));

    [Theory]
    [InlineData("9600-8N1", "9600-8N1", 9600)]
    [InlineData("115200-8N1", "115200-8N1", 114_000)]
    [InlineData("115200-8N1", "115200-8N1", 112_000, "115200 baud; it runs at 112000")]
    [InlineData("4000000-8N1", "4000000-8N1", 4_000_000)]
    [InlineData("9600-7E2", "9600-8N1", 9600, "7 data bits", "even parity", "2 stop bits")]
    [InlineData("9600-8M1", "9600-8E1", 9600, "mark parity")]
    [InlineData("9600-8O1", "9600-8E1", 9600, "odd parity")]
    public void What_is_not_in_force_is_named(string asked, string inForce, uint speed, params string[] named)
    {
        Assert.True(SerialSettings.TryParse(asked, out var askedSettings, out _));
        Assert.True(SerialSettings.TryParse(inForce, out var settingsInForce, out _));
        var accepted = TerminalMode.Raw(default, settingsInForce);
        accepted.OutputSpeed = speed;
        string[] warnings = [.. TerminalMode.Refused("/dev/ttyX", askedSettings, accepted).Select(w => w.Message)];
        Assert.Equal([.. named.Select(what => $"/dev/ttyX does not take {what}.")], warnings);
    }

    [Fact]
    public void Structures_have_the_kernels_sizes()
    {
        Assert.Equal(44, System.Runtime.CompilerServices.Unsafe.SizeOf<Termios2>());
        Assert.Equal(72, System.Runtime.CompilerServices.Unsafe.SizeOf<SerialStructure>());
        Assert.Equal(32, System.Runtime.CompilerServices.Unsafe.SizeOf<Rs485Structure>());
    }
}
