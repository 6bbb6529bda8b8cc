using System.Text;
using Gateway.Fieldbus.Scales;
using Gateway.Fieldbus.Tests.Modbus.Peers;

namespace Gateway.Fieldbus.Tests.Scales;

/// <summary>The frames that the makers' manuals print, and those worked out from their layouts.</summary>
public class WorkedFrameTests
{
    private static readonly ScaleOptions Plain = new();
    private static readonly ScaleOptions WithCheckSum = new() { CheckSum = CheckSumUse.On };
    private static readonly ScaleOptions InKilograms = new() { Unit = ScaleUnit.Kilogram };

    [Theory]
    [InlineData("02 2C 30 20 30 30 31 32 33 34 30 30 30 30 30 30 0D 2B", "gross 12.34 tare 0.00 kg stable", true)]
    [InlineData("02 34 31 20 30 30 30 38 35 30 30 30 30 34 30 30 0D 1B", "net 8.50 tare 4.00 kg stable", false)]
    [InlineData("02 3B 3A 20 30 30 30 30 31 35 30 30 30 30 30 30 0D 16", "gross -1.5 tare 0.0 kg motion", false)]
    [InlineData("02 2C 34 20 30 30 36 30 30 39 30 30 30 30 30 30 0D 22", "kg stable OutOfRange", false)]
    public void Toledo_continuous_with_and_without_its_check_sum(string hex, string meaning, bool writesBack)
    {
        AssertReads("toledo-continuous", WithCheckSum, Hex.Bytes(hex), meaning, writesBack);
        AssertReads("toledo-continuous", Plain, Hex.Bytes(hex)[..^1], meaning, writesBack);
        AssertReads("toledo-continuous", new() { CheckSum = CheckSumUse.Off }, Hex.Bytes(hex)[..^1], meaning, writesBack);
    }

    [Theory]
    [InlineData("02 2C 30 20 30 30 31 32 33 34 0D", "gross 12.34 kg stable")]
    [InlineData("02 28 20 20 20 20 20 20 31 32 0D", "gross 1200 lb stable")]
    [InlineData("02 2F 21 21 31 32 33 34 35 36 0D", "net 1.23456 g stable")]
    [InlineData("02 2A 70 30 20 20 20 20 31 32 0D", "gross 12 kg stable ZeroNotCaptured fine")]
    [InlineData("02 2A 30 26 20 20 20 20 31 32 0D", "gross 12 C6+ stable")]
    public void Toledo_continuous_short_form_and_its_status_bits(string hex, string meaning) =>
        AssertReads("toledo-continuous-short", Plain, Hex.Bytes(hex), meaning, writesBack: false);

    [Fact]
    public void Toledo_continuous_drops_the_parity_in_bit_7()
    {
        byte[] even = [.. Hex.Bytes("02 2C 30 20 30 30 31 32 33 34 30 30 30 30 30 30 0D 2B").Select(b => (byte)(byte.PopCount(b) % 2 == 0 ? b : b | 0x80))];
        Assert.Contains(even, b => b > 0x7F);
        AssertReads("toledo-continuous", WithCheckSum, even, "gross 12.34 tare 0.00 kg stable", writesBack: false);
    }

    [Theory]
    [InlineData("S S     100.00 g", "shown 100.00 g stable")]
    [InlineData("S I", "NotNow")]
    [InlineData("S +", "OverRange")]
    [InlineData("S -", "UnderRange")]
    [InlineData("S D      12.35 kg", "shown 12.35 kg motion")]
    [InlineData("S S      -0.50 kg", "shown -0.50 kg stable")]
    public void Mt_sics(string line, string meaning) => AssertReads("mt-sics", Plain, Line(line), meaning);

    [Theory]
    [InlineData("TA A      4.00 kg", FrameResult.Report, "tare 4.00 kg")]
    [InlineData("ES", FrameResult.Refused, "Error 'ES'")]
    [InlineData("ET", FrameResult.Refused, "Error 'ET'")]
    [InlineData("EL", FrameResult.Refused, "Error 'EL'")]
    [InlineData("TA I", FrameResult.Refused, "Error 'T I'")]
    [InlineData("Z I", FrameResult.Refused, "Error 'Z I'")]
    [InlineData("I4 A \"1123456789\"", FrameResult.Answer, "")]
    public void Mt_sics_other_answers(string line, FrameResult result, string meaning)
    {
        var (read, report) = Assert.Single(Reports.ReadAll(ScaleProtocols.Create("mt-sics", Plain), Line(line), out int left));
        Assert.Equal((result, meaning, 0), (read, Reports.Say(report), left));
    }

    [Theory]
    [InlineData("02 2B 30 30 31 32 33 34 33 31 43 03", "shown 1.234 kg")]
    [InlineData("02 2D 30 30 30 30 35 30 32 31 41 03", "shown -0.50 kg")]
    [InlineData("02 2B 30 31 38 36 30 30 31 31 35 03", "shown 1860.0 kg")]
    public void Yaohua_A9_continuous(string hex, string meaning) => AssertReads("yaohua-a9", InKilograms, Hex.Bytes(hex), meaning);

    [Theory]
    [InlineData("A", "02 41 41 30 30 03")]
    [InlineData("B", "02 41 42 30 33 03")]
    [InlineData("C", "02 41 43 30 32 03")]
    [InlineData("D", "02 41 44 30 35 03")]
    public void Yaohua_A9_commands(string command, string hex) => AssertPolls("yaohua-a9-command", command, 1, Hex.Bytes(hex));

    [Fact]
    public void Yaohua_A9_command_answers()
    {
        AssertReads("yaohua-a9-command", InKilograms, Hex.Bytes("02 41 42 2B 30 30 31 32 33 34 33 31 46 03"), "#1 gross 1.234 kg");
        var protocol = ScaleProtocols.Create("yaohua-a9-command", Plain);
        Assert.Equal(FrameResult.Answer, protocol.TryRead(Hex.Bytes("02 41 41 30 30 03"), out _, out int consumed));
        Assert.Equal(6, consumed);
    }

    [Fact]
    public void Keli_command_answers_have_their_point_in_the_text() =>
        AssertReads("keli-command", InKilograms, [0x02, .. "AB+001.234"u8, .. Xor("AB+001.234"), 0x03], "#1 gross 1.234 kg");

    [Theory]
    [InlineData("57 47 30 30 34 2E 31 33 39 6B 67 33 44 0D 0A", "gross 4.139 kg")]
    [InlineData("20 20 20 20 20 20 20 20 20 4F 4C 32 33 0D 0A", "OverRange")]
    [InlineData("20 20 20 20 20 20 20 20 20 4C 4F 32 33 0D 0A", "UnderRange")]
    [InlineData("57 4E 30 31 32 2E 33 35 30 6B 67 33 45 0D 0A", "net 12.350 kg")]
    [InlineData("57 47 2D 30 31 2E 35 30 30 6B 67 32 42 0D 0A", "gross -1.500 kg")]
    public void Yaohua_A12E(string hex, string meaning) => AssertReads("yaohua-a12e", Plain, Hex.Bytes(hex), meaning);

    [Theory]
    [InlineData("ST,NT,+0012.34kg", "net 12.34 kg stable")]
    [InlineData("ST,GS,+00123.0kg", "gross 123.0 kg stable")]
    [InlineData("US,NT,-0001.50kg", "net -1.50 kg motion")]
    [InlineData("OL,GS,     .  kg", "motion OutOfRange")]
    [InlineData("@23ST,GS,+0012.34kg", "#23 gross 12.34 kg stable")]
    public void And_indicator(string line, string meaning) => AssertReads("and-indicator", Plain, Line(line), meaning, writesBack: line[0] != 'O');

    [Theory]
    [InlineData("LO,NT,     .  kg", "motion OutOfRange")]
    [InlineData("ST,G ,+0012,34kg", "gross 12.34 kg stable")]
    [InlineData("HD,N ,+0012.34 t", "net 12.34 t stable Held")]
    [InlineData("ST,TR,+0004.00  ", "tare 4.00 stable")]
    [InlineData("ST,GS,+0012.34 kg", "gross 12.34 kg stable")]
    [InlineData("RZ1", "zero")]
    public void And_indicator_in_its_other_forms(string line, string meaning) => AssertReads("and-indicator", Plain, Line(line), meaning, writesBack: false);

    [Fact]
    public void And_indicator_lines_may_end_with_CR_alone() =>
        AssertReads("and-indicator", new() { End = "\r" }, Encoding.ASCII.GetBytes("ST,NT,+0012.34kg\r"), "net 12.34 kg stable");

    [Theory]
    [InlineData("ST,+001234.5  g", "shown 1234.5 g stable")]
    [InlineData("ST,+00001234.5  g", "shown 1234.5 g stable")]
    [InlineData("OL,+999999.9", "motion OverRange")]
    [InlineData("OL,+9999999E+19", "motion OverRange")]
    [InlineData("QT,+00000012 PC", "shown 12 PC stable")]
    public void And_balance(string line, string meaning) =>
        AssertReads("and-balance", Plain, Line(line), meaning, writesBack: line.StartsWith("ST,+001", StringComparison.Ordinal));

    [Theory]
    [InlineData("53 54 2C 47 53 2C 31 E5 2C 30 30 30 30 31 33 2E 35 20 6B 67 0D 0A", "#1 gross 13.5 kg stable zero")]
    [InlineData("55 53 2C 4E 54 2C 31 A2 2C 2D 30 30 30 31 2E 35 30 20 6B 67 0D 0A", "#1 net -1.50 kg motion off-zero")]
    [InlineData("4F 4C 2C 47 53 2C 31 A4 2C 20 20 20 20 20 20 20 20 20 6B 67 0D 0A", "#1 motion OverRange off-zero")]
    public void Cas_22_bytes(string hex, string meaning) =>
        AssertReads("cas-22", Plain, Hex.Bytes(hex), meaning, writesBack: !hex.StartsWith("4F", StringComparison.Ordinal));

    [Fact]
    public void Cas_22_bytes_whose_identifier_and_lamps_look_like_delimiters() =>
        AssertReads("cas-22", Plain, [.. "ST,GS,"u8, 0x0D, 0x0A, .. ",000013.5 kg\r\n"u8], "#13 gross 13.5 kg stable off-zero", writesBack: false);

    [Fact]
    public void Cas_10_bytes() => AssertReads("cas-10", InKilograms, Encoding.ASCII.GetBytes("000013.5\r\n"), "shown 13.5 kg");

    [Fact]
    public void Cas_commands() => AssertPolls("cas-22", "KW", 10, Hex.Bytes("44 31 30 4B 57 0D 0A"));

    [Theory]
    [InlineData("ST,GS,   12.34,kg", "gross 12.34 kg stable")]
    [InlineData("US,NT,   -1.50,kg", "net -1.50 kg motion")]
    [InlineData("00ST,GS,   12.34,kg", "#0 gross 12.34 kg stable")]
    [InlineData("OL,GS,        ,kg", "OverRange")]
    public void Dini_argeo(string line, string meaning) => AssertReads("dini-argeo", Plain, Line(line), meaning, writesBack: line[0] != 'O');

    [Theory]
    [InlineData("ST,GS,   12.34,Kg", "gross 12.34 kg stable")]
    [InlineData("UL,GS,        ,kg", "UnderRange")]
    [InlineData("ER,GS,        ,kg", "Error 'ER'")]
    [InlineData("1,ST,      8.34,PT      4.00,         0,         0,kg", "net 8.34 tare 4.00 kg stable")]
    [InlineData("011,US,      8.34,        4.00,         0,         0,kg", "#1 net 8.34 tare 4.00 kg motion")]
    [InlineData("ST,1,     12.34kg,PT      4.00kg", "gross 12.34 tare 4.00 kg stable")]
    public void Dini_argeo_in_its_other_forms(string line, string meaning) => AssertReads("dini-argeo", Plain, Line(line), meaning, writesBack: false);

    [Fact]
    public void Dini_argeo_refusals_and_commands()
    {
        AssertPolls("dini-argeo", "READ", 0, Line("00READ"));
        AssertPolls("dini-argeo", "REXT", null, Line("REXT"));
        Assert.Equal(FrameResult.Refused, ScaleProtocols.Create("dini-argeo", Plain).TryRead(Line("05ERR03"), out var report, out _));
        Assert.Equal("#5 Error 'ERR03'", Reports.Say(report));
    }

    [Theory]
    [InlineData("02 20 20 20 20 31 32 33 34 4B 47 20 0D 0A", "gross 1234 kg stable", true)]
    [InlineData("02 2D 20 20 20 31 2E 35 30 4B 4E 4D 0D 0A", "net -1.50 kg motion", true)]
    [InlineData("02 20 20 39 39 39 39 39 39 4C 47 4F 0D 0A", "OutOfRange", false)]
    [InlineData("02 20 20 20 20 30 2E 30 30 4B 47 5A 0D 0A", "gross 0.00 kg stable zero", true)]
    [InlineData("02 20 20 20 20 30 2E 30 30 4B 47 49 0D 0A", "Error 'I'", false)]
    public void Rice_lake_rlws(string hex, string meaning, bool writesBack) =>
        AssertReads("rice-lake-rlws", Plain, Hex.Bytes(hex), meaning, writesBack);

    [Theory]
    [InlineData("0D 2B 30 31 32 33 2E 34 20 20 6B 67 20 67 20 20 03", "gross 123.4 kg stable", true)]
    [InlineData("0D 2D 30 30 31 32 33 34 2E 6D 20 6C 62 20 6E 20 20 03", "net -1234 lb motion", false)]
    [InlineData("0D 2B 30 31 32 33 2E 34 6F 20 6B 67 20 67 20 20 03", "OutOfRange", false)]
    public void Rice_lake_cardinal(string hex, string meaning, bool writesBack) =>
        AssertReads("rice-lake-cardinal", Plain, Hex.Bytes(hex), meaning, writesBack);

    [Fact]
    public void Rice_lake_weigh_tronix()
    {
        AssertReads("rice-lake-weigh-tronix", Plain, Hex.Bytes("20 67 2B 30 31 32 33 2E 34 20 6B 67 0D 0A"), "gross 123.4 kg");
        AssertReads("rice-lake-weigh-tronix", Plain, Line("N-000042 lb"), "net -42 lb", writesBack: false);
    }

    [Fact]
    public void Rice_lake_addressed()
    {
        AssertPolls("rice-lake-addressed", "XG#1", 65, Hex.Bytes("02 41 58 47 23 31 0D"));
        AssertReads("rice-lake-addressed", Plain, [0x02, .. "A    1234.00 lb\r\n\x03\r"u8], "#65 shown 1234.00 lb");
    }

    [Theory]
    [InlineData("_1G__     5.025lb_", "gross 5.025 lb stable off-zero")]
    [InlineData("_1N__    100000lb_", "net 100000 lb stable off-zero")]
    [InlineData("_1GM_     7.650kg_", "gross 7.650 kg motion off-zero")]
    [InlineData("Z1G__     0.000lb_", "gross 0.000 lb stable zero")]
    [InlineData("_1n__----------___", "motion NoStability off-zero fine")]
    public void Sma(string line, string meaning) =>
        AssertReads("sma", Plain, Encoding.ASCII.GetBytes($"\n{line.Replace('_', ' ')}\r"), meaning, writesBack: !line.Contains('n', StringComparison.Ordinal));

    [Theory]
    [InlineData("0A 4F 31 47 20 20 20 20 20 20 20 36 30 2E 31 30 6B 67 20 0D", FrameResult.Report, "stable OverRange off-zero")]
    [InlineData("0A 45 31 47 20 20 2D 2D 2D 2D 2D 2D 2D 2D 2D 2D 20 20 20 0D", FrameResult.Report, "stable Error 'E' off-zero")]
    [InlineData("0A 20 31 54 20 20 20 20 20 20 20 20 34 2E 30 30 6B 67 20 0D", FrameResult.Report, "tare 4.00 kg stable off-zero")]
    [InlineData("0A 3F 0D", FrameResult.Refused, "Error '?'")]
    [InlineData("0A 21 0D", FrameResult.Refused, "Error '!'")]
    [InlineData("0A 53 4D 41 3A 32 2F 31 2E 30 0D", FrameResult.Answer, "")]
    public void Sma_other_answers(string hex, FrameResult result, string meaning)
    {
        var (read, report) = Assert.Single(Reports.ReadAll(ScaleProtocols.Create("sma", Plain), Hex.Bytes(hex), out int left));
        Assert.Equal((result, meaning, 0), (read, Reports.Say(report), left));
    }

    [Theory]
    [InlineData("W", "0A 57 0D")]
    [InlineData("D", "0A 44 0D")]
    [InlineData("ESC", "1B")]
    public void Sma_commands(string command, string hex) => AssertPolls("sma", command, null, Hex.Bytes(hex));

    [Theory]
    [InlineData("77 77 30 30 30 31 35 2E 30 30 30 6B 67 0D 0A", "gross 15.000 kg")]
    [InlineData("77 6E 30 30 30 31 35 2E 30 30 30 6B 67 0D 0A", "net 15.000 kg")]
    [InlineData("77 77 2D 30 30 31 35 2E 30 30 30 6B 67 0D 0A", "gross -15.000 kg")]
    public void Liden(string hex, string meaning) => AssertReads("liden", Plain, Hex.Bytes(hex), meaning);

    [Fact]
    public void Mt_sics_and_and_commands_end_with_CR_LF()
    {
        AssertPolls("mt-sics", "SI", null, "SI\r\n"u8.ToArray());
        AssertPolls("and-indicator", "RW", 23, "@23RW\r\n"u8.ToArray());
    }

    /// <summary>The frame reads as this and as nothing more, and a device that means this would send the same bytes.</summary>
    private static void AssertReads(string name, ScaleOptions options, byte[] frame, string meaning, bool writesBack = true)
    {
        var protocol = ScaleProtocols.Create(name, options);
        var (result, report) = Assert.Single(Reports.ReadAll(protocol, frame, out int left));
        Assert.Equal((FrameResult.Report, meaning, 0), (result, Reports.Say(report), left));
        Assert.Equal(frame.Length, report.FrameLength);
        if (!writesBack) return;
        byte[] written = new byte[ScaleProtocol.LongestFrame];
        int length = protocol.WriteFrame(report, written);
        Assert.Equal(frame, written[..length]);
    }

    private static void AssertPolls(string name, string command, int? address, byte[] expected)
    {
        byte[] poll = new byte[ScaleProtocol.LongestPoll];
        int length = ScaleProtocols.Create(name, Plain).WritePoll(command, address, poll);
        Assert.Equal(expected, poll[..length]);
    }

    private static byte[] Line(string text) => Encoding.ASCII.GetBytes(text + "\r\n");

    private static byte[] Xor(string text)
    {
        int check = Encoding.ASCII.GetBytes(text).Aggregate(0, (sum, value) => sum ^ value);
        return Encoding.ASCII.GetBytes(check.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
    }
}
