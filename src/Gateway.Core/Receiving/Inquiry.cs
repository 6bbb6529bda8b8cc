using System.Text.Json;
using Gateway.Core.Documents;
using Gateway.Core.Forwarding.EnvgwJson;
using Gateway.Mqtt;

namespace Gateway.Core.Receiving;

/// <summary>The conversation with one gateway: one command at a time, and what came of it. Times are of a monotonic clock unless they say otherwise.</summary>
/// <param name="root">The topic root of the feed.</param>
/// <param name="client">Who asks: the last level of the topic for answers.</param>
internal sealed class Inquiry(string root, string client)
{
    private static readonly TimeSpan _validFor = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _answerTime = TimeSpan.FromSeconds(30);

    // Gateways take ten commands at once and ten a minute after that.
    private static readonly TimeSpan _afterBusy = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _afterTrouble = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, string> _denied = [];
    private (string Id, string Verb, Action<JsonElement> Take, TimeSpan Deadline)? _open;
    private TimeSpan _notBefore = TimeSpan.MinValue;

    /// <summary>What a person should know of the last trouble; null when there is none.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Whether a command may go out now: none waits for its answer, and this one was not denied.</summary>
    public bool MayAsk(string verb, TimeSpan now)
    {
        if (_open is { } open && now > open.Deadline)
        {
            Fail($"{open.Verb}: no answer", now + _afterTrouble);
        }
        return _open is null && now >= _notBefore && !_denied.ContainsKey(verb);
    }

    /// <summary>Makes a command. Over MQTT 5 the response topic says where the answer goes, over 3.1.1 the member <c>reply</c>.</summary>
    /// <param name="nowMs">UTC: commands expire by the wall clock.</param>
    /// <param name="work">How long it takes the gateway, beside answering.</param>
    /// <param name="take">Gets the member <c>result</c> of the answer, when it is done.</param>
    public MqttPublish Ask(string verb, TimeSpan now, long nowMs, TimeSpan work, Action<Utf8JsonWriter> arguments, Action<JsonElement> take)
    {
        string id = $"{client}-{Guid.NewGuid():N}";
        _open = (id, verb, take, now + _answerTime + work);
        byte[] body = ObjectJson.Of(json =>
        {
            json.WriteString("version", EnvgwJsonFormat.Version);
            json.WriteString("kind", "command");
            json.WriteString("id", id);
            json.WriteString("by", client);
            json.WriteNumber("expires", nowMs + (long)_validFor.TotalMilliseconds);
            json.WriteString("reply", client);
            arguments(json);
        });
        return PayloadSum.Add(new MqttPublish
        {
            Topic = $"{root}/cmd/{verb}",
            Payload = body,
            IsUtf8 = true,
            ContentType = EnvgwJsonFormat.ContentType("command"),
            ResponseTopic = $"{root}/reply/{client}",
            CorrelationData = Convert.FromHexString(id[^32..]),
            MessageExpiry = _validFor,
        });
    }

    /// <summary>Takes an answer; one to somebody else, or to a question that was given up, is passed over.</summary>
    public void Take(JsonElement answer, TimeSpan now)
    {
        if (_open is not { } open || Text(answer, "id") != open.Id) return;
        string reason = $"{open.Verb}: {Text(answer, "state")}: {Text(answer, "reason")}";
        switch (Text(answer, "state"))
        {
            case "accepted":
                return;
            case "done":
                (_open, Trouble) = (null, null);
                if (answer.TryGetProperty("result", out var result)) open.Take(result);
                break;
            case "busy":
                Fail(reason, now + _afterBusy);
                break;
            case "refused" or "unsupported":
                _denied[open.Verb] = reason;
                Fail(reason, now);
                break;
            default:
                Fail(reason, now + _afterTrouble);
                break;
        }
    }

    private void Fail(string trouble, TimeSpan notBefore) => (_open, Trouble, _notBefore) = (null, trouble, notBefore);

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
