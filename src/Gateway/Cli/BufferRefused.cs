using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.EnvgwJson;

namespace Gateway.Cli;

/// <summary>A message that a platform has refused for good, and that is kept aside.</summary>
internal sealed record BufferRefused(string Feed, string Lane, long Seq, string Kind, string Reason, DateTimeOffset Time)
{
    public static BufferRefused Of(RefusedMessage message) => new(
        message.Feed, LaneText.Of(message.Lane), message.Seq, MessageKindText.Of(message.Kind), message.Reason, DateTimeOffset.FromUnixTimeMilliseconds(message.AtMs));
}
