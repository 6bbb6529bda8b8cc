using System.Text.Json;
using Gateway.Core.Documents;
using Gateway.Core.Forwarding.EnvgwJson;
using Gateway.Mqtt;

namespace Gateway.Core.Forwarding.Commands;

/// <summary>Writes answers, and the events that record commands.</summary>
internal static class CommandJson
{
    /// <param name="asked">The message that is answered: its correlation data is given back.</param>
    /// <param name="id">Null when it could not be read.</param>
    /// <param name="result">Writes the member result; null for none.</param>
    public static MqttPublish Answer(
        string gateway, string root, MqttPublish asked, string verb, string? id, CommandState state, string reason, Action<Utf8JsonWriter>? result)
    {
        byte[] json = ObjectJson.Of(writer =>
        {
            writer.WriteString("version", EnvgwJsonFormat.Version);
            writer.WriteString("kind", "answer");
            writer.WriteString("gateway", gateway);
            writer.WriteString("verb", verb);
            if (id is not null) writer.WriteString("id", id);
            writer.WriteString("state", WordOf(state));
            if (reason.Length > 0) writer.WriteString("reason", reason);
            if (result is null) return;
            writer.WriteStartObject("result");
            result(writer);
            writer.WriteEndObject();
        });
        return PayloadCoding.Encode(json, compress: false, new MqttPublish
        {
            Topic = Command.ReplyTopic(asked, root),
            Payload = default,
            ContentType = EnvgwJsonFormat.ContentType("answer"),
            CorrelationData = asked.CorrelationData,
            MessageExpiry = TimeSpan.FromMinutes(5),
        });
    }

    /// <summary>The body of an operator event.</summary>
    /// <param name="more">Writes what belongs to the verb; null for nothing.</param>
    public static byte[] Record(string feed, Command command, CommandState state, string reason, Action<Utf8JsonWriter>? more = null) => ObjectJson.Of(writer =>
    {
        writer.WriteString("verb", command.Verb);
        writer.WriteString("actor", Actor(feed, command));
        writer.WriteString("feed", feed);
        writer.WriteString("id", command.Id);
        writer.WriteString("state", WordOf(state));
        if (reason.Length > 0) writer.WriteString("reason", reason);
        writer.WriteNumber("expires", command.ExpiresMs);
        more?.Invoke(writer);
    });

    /// <summary>Who acts: what the platform says of itself, and by which way it came, which is what the broker has proven.</summary>
    public static string Actor(string feed, Command command) => $"{command.By}@{feed}";

    public static string WordOf(CommandState state) => state switch
    {
        CommandState.Accepted => "accepted",
        CommandState.Done => "done",
        CommandState.Failed => "failed",
        CommandState.Refused => "refused",
        CommandState.Unsupported => "unsupported",
        CommandState.Invalid => "invalid",
        CommandState.Expired => "expired",
        CommandState.Repeated => "repeated",
        _ => "busy",
    };
}
