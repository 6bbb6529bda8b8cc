using Gateway.Core.Buffering;
using Gateway.Mqtt;

namespace Gateway.Core.Forwarding;

/// <summary>A sealed message as a feed sends it, kept until it needs nothing more.</summary>
internal sealed class OutgoingMessage(Lane lane, long seq, int readings, MqttPublish publish)
{
    public Lane Lane => lane;

    public long Seq => seq;

    /// <summary>Readings in it; 0 when it is not a batch.</summary>
    public int Readings => readings;

    public MqttPublish Publish => publish;

    /// <summary>How often the broker found fault with the message itself.</summary>
    public int Blamed { get; set; }
}
