using Gateway.Core.Buffering;

namespace Gateway.Core.Forwarding.EnvgwJson;

/// <summary>The words for kinds of sealed messages, which are also the member that holds their body.</summary>
internal static class MessageKindText
{
    // The member "clock" is the envelope's own, so a clock event is a "clock-step".
    public static string Of(MessageKind kind) => kind switch
    {
        MessageKind.Readings => "readings",
        MessageKind.Alarm => "alarm",
        MessageKind.Correction => "correction",
        MessageKind.Clock => "clock-step",
        MessageKind.Configuration => "configuration",
        MessageKind.Operator => "operator",
        MessageKind.Heartbeat => "heartbeat",
        MessageKind.Manifest => "manifest",
        MessageKind.Store => "store",
        MessageKind.Platform => "platform",
        _ => "other",
    };
}
