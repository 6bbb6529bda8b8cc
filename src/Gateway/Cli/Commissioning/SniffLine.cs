using Gateway.Core.Commissioning;
using Gateway.Fieldbus.Modbus.Listening;

namespace Gateway.Cli.Commissioning;

/// <summary>A frame that was heard, as a JSON line.</summary>
/// <param name="Kind">request, response or exception.</param>
/// <param name="Ms">How long the answer took; null for a request and for an answer without one.</param>
internal sealed record SniffLine(
    string Schema, DateTimeOffset Time, string Kind, int Unit, int Function, string Bytes, int? Address, int? Quantity, string? Exception, double? Ms)
{
    public static SniffLine Of(DateTimeOffset time, ModbusFrame frame, TimeSpan? took) => new(
        "envgw.sniff/1", time, frame.IsRequest ? "request" : frame.Exception != 0
            ? "exception" : "response", frame.Unit, frame.Function, HexText.Of(frame.Bytes.Span),
        frame.Request?.Address, frame.Request?.Quantity, frame.Exception == 0 ? null : ScanAnswers.Code(frame.Exception),
        took is { } span ? Math.Round(span.TotalMilliseconds, 1) : null);
}
