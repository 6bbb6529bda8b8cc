using System.Text;
using Gateway.Fieldbus.Scales;

namespace Gateway.Fieldbus.Tests.Scales;

public class DelimitedTextTests
{
    private const string ManyConditions =
        @"^(?<address>\w)(?<motion>M?) (?:(?<overload>OVER)|(?<underload>UNDER)|E(?<error>\d\d)|(?<weight>[\d.]+))";

    [Theory]
    [InlineData(@"(?<weight>-?[\d.]+)\s*(?<unit>kg|g)", "  -12.50 kg", "shown -12.50 kg")]
    [InlineData(@"(?<sign>[+-])(?<weight>\d+)", "-00125", "shown -1.25")]
    [InlineData(@"^(?:(?<stable>S)|D) (?:(?<gross>G)|(?<net>N)) (?<weight>[\d.]+)$", "D N 8.5", "net 8.5 motion")]
    [InlineData(@"^(?<gross>[\d.]+);(?<tare>[\d.]+);(?<net>[\d.]+);(?<unit>\w+)$", "12.5;4.0;8.5;kg", "gross 12.5 net 8.5 tare 4.0 kg")]
    [InlineData(ManyConditions, "B OVER", "#2 stable OverRange")]
    [InlineData(ManyConditions, "BM UNDER", "#2 motion UnderRange")]
    [InlineData(ManyConditions, "2 E17", "#2 stable Error '17'")]
    [InlineData(@"(?<weight>[\d.]+)(?<zero>Z?)", "0.00Z", "shown 0.00 zero")]
    [InlineData(@"(?<weight>[\d.]+) (?<unit>\S+)", "7 jin", "shown 0.07 jin")]
    public void Named_groups_say_what_is_what(string pattern, string line, string meaning)
    {
        var protocol = ScaleProtocols.Create(ScaleProtocols.Described, new() { Pattern = pattern, Decimals = 2 });
        var (result, report) = Assert.Single(Reports.ReadAll(protocol, Encoding.ASCII.GetBytes(line + "\r\n"), out _));
        Assert.Equal((FrameResult.Report, meaning), (result, Reports.Say(report)));
    }

    [Theory]
    [InlineData(SignStyle.Trailing, "1.50-", "shown -1.50")]
    [InlineData(SignStyle.Trailing, "1.50", "shown 1.50")]
    [InlineData(SignStyle.Parentheses, "(1.50)", "shown -1.50")]
    [InlineData(SignStyle.Leading, "- 1.50", "shown -1.50")]
    public void Negative_weights_in_other_styles(SignStyle style, string text, string meaning)
    {
        var options = new ScaleOptions { Pattern = @"^(?<weight>[-() \d.]+)$", Template = "{weight}", NegativeSign = style };
        var protocol = ScaleProtocols.Create(ScaleProtocols.Described, options);
        var (_, report) = Assert.Single(Reports.ReadAll(protocol, Encoding.ASCII.GetBytes(text + "\r\n"), out _));
        Assert.Equal(meaning, Reports.Say(report));
        var (_, again) = Assert.Single(Reports.ReadAll(protocol, Samples.Frame(protocol, report), out _));
        Assert.Equal(meaning, Reports.Say(again));
    }

    [Theory]
    [InlineData("#{address:00}?\r", 7, "#07?\r")]
    [InlineData("{address}", 12, "12")]
    [InlineData("W", null, "W")]
    public void Polls_name_the_scale(string poll, int? address, string sent)
    {
        var protocol = ScaleProtocols.Create(ScaleProtocols.Described, new() { Pattern = "(?<weight>.*)", Poll = poll });
        byte[] bytes = new byte[ScaleProtocol.LongestPoll];
        Assert.Equal(sent, Encoding.ASCII.GetString(bytes, 0, protocol.WritePoll(protocol.Commands[0], address, bytes)));
        Assert.Equal(address is not null, protocol.Modes.HasFlag(ScaleModes.Addressed));
    }

    [Fact]
    public void A_poll_that_must_name_a_scale_cannot_be_said_to_nobody()
    {
        var protocol = ScaleProtocols.Create(ScaleProtocols.Described, new() { Pattern = "(?<weight>.*)", Poll = "{address}" });
        Assert.Equal(0, protocol.WritePoll("{address}", null, new byte[ScaleProtocol.LongestPoll]));
    }

    [Theory]
    [InlineData(null, ScaleOptionFaultKind.PatternMissing)]
    [InlineData("(?<weight>", ScaleOptionFaultKind.PatternInvalid)]
    [InlineData(@"(?<weight>\d)(?=kg)", ScaleOptionFaultKind.PatternInvalid)]
    [InlineData(@"(?<wieght>\d)", ScaleOptionFaultKind.PatternGroupUnknown)]
    [InlineData(@"(?<unit>kg)", ScaleOptionFaultKind.PatternWithoutWeight)]
    public void A_pattern_that_cannot_work_is_refused(string? pattern, ScaleOptionFaultKind kind) =>
        Assert.Contains(kind, ScaleProtocols.Check(ScaleProtocols.Described, new() { Pattern = pattern }).Select(fault => fault.Kind));

    [Fact]
    public void Every_fault_of_the_options_is_told_at_once()
    {
        var wrong = new ScaleOptions { MaximumFrame = 1000, Start = "too long a start", Poll = "", Decimals = 12, End = "" };
        var faults = ScaleProtocols.Check(ScaleProtocols.Described, wrong);
        Assert.Equal(6, faults.Count);
        Assert.Equal(ScaleOptionFaultKind.UnknownProtocol, Assert.Single(ScaleProtocols.Check("bathroom", new())).Kind);
        Assert.Equal(ScaleOptionFaultKind.NotOfThisProtocol, Assert.Single(ScaleProtocols.Check("liden", new() { Address = 1 })).Kind);
        Assert.Equal(ScaleOptionFaultKind.OutOfRange, Assert.Single(ScaleProtocols.Check("yaohua-a9-command", new() { Address = 27 })).Kind);
        Assert.Throws<ArgumentException>(() => ScaleProtocols.Create("liden", new() { Address = 1 }));
    }

    [Fact]
    public void Without_an_end_a_line_is_dropped_at_its_bound()
    {
        var protocol = ScaleProtocols.Create(ScaleProtocols.Described, new() { Pattern = @"(?<weight>\d+)kg", MaximumFrame = 16 });
        byte[] line = [.. Enumerable.Repeat((byte)'x', 1000), .. "12kg\r\n"u8];
        var reads = Reports.ReadAll(protocol, line, out int left);
        Assert.Equal((0, "shown 12"), (left, Reports.Say(Assert.Single(reads, read => read.Result == FrameResult.Report).Report)));
    }
}
