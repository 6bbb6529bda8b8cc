using System.Globalization;
using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;
using Gateway.Fieldbus.Modbus;

namespace Gateway.Cli.Commissioning;

/// <summary>The bytes of an exchange as two lines: what went out and what came back.</summary>
internal static class FrameLines
{
    private const int NoteColumn = 36;

    public static string Sent(UnitAccess unit, RegisterRange range) =>
        Line("TX", unit.Line.Record.Sent.Span, $"unit {unit.Unit}, FC{(byte)UnitAccess.FunctionFor(range.Table):00}, {range}");

    public static string Heard(CommandContext context, UnitAccess unit, in ModbusAnswer answer)
    {
        string check = unit.Line.Bus.Framing switch
        {
            Core.Site.BusFraming.Rtu => context.Say(", CRC ok", "，CRC 正确"),
            Core.Site.BusFraming.Ascii => context.Say(", LRC ok", "，LRC 正确"),
            _ => "",
        };
        return Line("RX", unit.Line.Record.Heard.Span, string.Create(CultureInfo.InvariantCulture, $"{answer.Elapsed.TotalMilliseconds:0} ms{check}"));
    }

    private static string Line(string label, ReadOnlySpan<byte> bytes, string note)
    {
        string hex = $"{label} {HexText.Of(bytes)}";
        return $"{hex}{new string(' ', Math.Max(2, NoteColumn - hex.Length))}{note}";
    }
}
