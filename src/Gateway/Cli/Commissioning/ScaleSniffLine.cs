using Gateway.Core.Commissioning;
using Gateway.Fieldbus.Scales;

namespace Gateway.Cli.Commissioning;

/// <summary>A weighing frame that was heard, as a JSON line.</summary>
/// <param name="Text">Its bytes, control characters by name.</param>
internal sealed record ScaleSniffLine(string Schema, DateTimeOffset Time, string Protocol, string Text, WeightLine Weight)
{
    public static ScaleSniffLine Of(DateTimeOffset time, ScaleProtocol protocol, ScaleFrame frame) =>
        new("envgw.scale-sniff/1", time, protocol.Name, LineText.Of(frame.Bytes.Span), WeightLine.Of(frame));
}
