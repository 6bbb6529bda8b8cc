using System.Text.Json;
using Gateway.Core.Documents;
using Gateway.Mqtt;

namespace Gateway.Core.Forwarding.Commands;

/// <summary>A platform's command as it was read.</summary>
/// <param name="Verb">The last level of its topic.</param>
/// <param name="Id">The platform's own; used once.</param>
/// <param name="By">Who asks, as the platform says it.</param>
/// <param name="ExpiresMs">Not to be done after this: UTC milliseconds.</param>
/// <param name="Arguments">The whole message.</param>
internal sealed record Command(string Verb, string Id, string By, long ExpiresMs, JsonElement Arguments)
{
    /// <summary>Longest payload that is looked at.</summary>
    public const int MostBytes = 16 * 1024;

    public const int LongestId = 64;

    /// <returns>Null with what is wrong when it is no command.</returns>
    public static Command? Parse(string verb, ReadOnlyMemory<byte> payload, out string fault)
    {
        fault = "";
        if (payload.Length > MostBytes)
        {
            fault = $"longer than {MostBytes} bytes";
            return null;
        }
        try
        {
            using var document = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 8 });
            var root = document.RootElement;
            if (!JsonTexts.AreWhole(payload.Span, root)) fault = "it holds text that is not UTF-8";
            else if (Text(root, "id") is { } id && Text(root, "by") is { } by && root.TryGetProperty("expires", out var expires) && expires.TryGetInt64(out long expiresMs))
                return new Command(verb, id, by, expiresMs, root.Clone());
            else fault = $"it needs id and by (1 to {LongestId} characters) and expires (UTC milliseconds)";
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            fault = "not a JSON object";
        }
        return null;
    }

    /// <summary>A text member of 1 to 64 characters; null when there is none such.</summary>
    public static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String
            && member.GetString() is { Length: > 0 and <= LongestId } text ? text : null;

    /// <summary>Where the answer goes: the response topic of MQTT 5, or a topic of ours that the message names (MQTT 3.1.1).</summary>
    /// <param name="root">The feed's topic root.</param>
    /// <returns>Under our own root only <c>reply</c>: nobody makes us write over what we say ourselves.</returns>
    public static string ReplyTopic(MqttPublish message, string root)
    {
        string own = $"{root}/reply/";
        if (message.ResponseTopic is { } topic && MqttTopic.IsName(topic) && !topic.StartsWith('$')
            && (topic.StartsWith(own, StringComparison.Ordinal) || !topic.StartsWith(root + "/", StringComparison.Ordinal))) return topic;
        return own + (ReplyName(message.Payload) ?? "platform");
    }

    private static string? ReplyName(ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > MostBytes) return null;
        try
        {
            using var document = JsonDocument.Parse(payload);
            return JsonTexts.AreWhole(payload.Span, document.RootElement) && Text(document.RootElement, "reply") is { } name && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? name : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
