using Gateway.Core.Documents.Shapes;
using Gateway.Fieldbus.Scales;

namespace Gateway.Core.Profiles;

/// <summary>What a profile may say of a scale that speaks a weighing protocol.</summary>
internal static class ScaleShape
{
    /// <summary>Bytes in hexadecimal pairs.</summary>
    public const string BytesPattern = "^[0-9A-Fa-f]{2}( [0-9A-Fa-f]{2})*$";

    private static readonly Shape _text = new TextShape();
    private static readonly Shape _delimiter = new TextShape(8);
    private static readonly Shape _address = NumberShape.Whole(0, 255);

    /// <summary>The section beside <c>modbus:</c>.</summary>
    public static Shape Section { get; } = new ObjectShape("scale", ("the scale section", "scale 段"),
    [
        new("protocol", new WordShape([.. ScaleProtocols.Names]), "what the scale speaks; delimited-text is described by 'pattern'", IsRequired: true),
        new("mode", new WordShape("stream", "polled", "addressed"),
            "stream: it talks by itself; polled: it answers; addressed: it answers to its address, so that several share a bus", IsRequired: true),
        new("serial", _text, "line settings as the device is shipped, such as 9600-7E1"),
        new("address", _address, "address as the device is shipped, or the only one that is listened to"),
        new("check_sum", new WordShape("auto", "on", "off"),
            "on: a frame without a right check sum is not believed; off: frames carry none; auto (when left out) as the protocol prescribes"),
        new("commands", new ListShape(_text, 1, 8), "what is asked in turn to make one weight, in the protocol's words; its usual one when left out"),
        new("stream_command", _text, "what makes it talk on and on; left out when it does by itself"),
        new("decimals", NumberShape.Whole(0, 9), "where the decimal point is when a weight is sent without one"),
        new("unit", new WordShape([.. WeightUnits.Words]), "unit of frames that name none"),
        new("parity_bit", new BooleanShape(), "true when bit 7 is parity and to be dropped; as the protocol needs it when left out"),
        new("pattern", _text, "delimited-text only: the frame without its delimiters, a regular expression with named groups: weight, unit, stable …"),
        new("start", _delimiter, "delimited-text only: what a frame begins with"),
        new("end", _delimiter, "what lines end with, both ways, where the device's menu or a description chooses it; CR LF when left out"),
        new("poll", _text, "delimited-text only: what asks for a weight, with its terminator; {address} and {address:00} stand for the address"),
        new("template", _text, "delimited-text only: how a simulated scale makes a frame: {stable?ST:US} {net?NT:GS} {weight:8} {unit}"),
        new("longest", NumberShape.Whole(2, 256), "delimited-text only: bytes of the longest frame; 80 when left out"),
        new("negative", new WordShape("leading", "trailing", "parentheses"), "delimited-text only: how a negative weight is written"),
        new("every", new DurationShape(TimeSpan.Zero, TimeSpan.FromDays(1)), "how often points are read that say nothing themselves; 1s when left out"),
        new("timeout", new DurationShape(TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1)),
            "how long an answer may take, or a scale that talks by itself may be silent"),
        new("request_gap", new DurationShape(TimeSpan.Zero, TimeSpan.FromSeconds(10)), "quiet time the scale needs between requests"),
        new("stability", new ObjectShape("stability", ("the rule of stability", "稳定判据"),
            new ShapeKey("within", new NumberShape(least: 0), "how far the weight may move, in the unit of the points", IsRequired: true),
            new ShapeKey("unit", new WordShape([.. WeightUnits.Words]), "unit of that, where it is not the points'"),
            new ShapeKey("for", new DurationShape(TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10)), "for how long", IsRequired: true)),
            "when a weight is stable, for a scale that does not say it itself"),
    ]);

    /// <summary>What a point of a scale says instead of a register.</summary>
    public static ShapeKey Field { get; } =
        new("field", new WordShape([.. WeightFieldText.All]), "scales: which part of the frame the point shows");

    /// <summary>What a test of a scale gives instead of registers.</summary>
    public static ShapeKey[] TestKeys { get; } =
    [
        new("frames", new PatternShape(BytesPattern,
            ("bytes in hexadecimal and in quotes, such as \"02 2C 30\"", "加引号的十六进制字节，例如 \"02 2C 30\"")), "what a scale sends, in bytes"),
        new("text", new TextShape(), "what a scale sends, in characters: \"ST,GS,+0012.34kg\\r\\n\""),
        new("held", new DurationShape(TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10)),
            "the last frame is repeated for so long, for the rule of stability"),
    ];
}
