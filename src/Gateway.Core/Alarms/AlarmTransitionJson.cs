using System.Text.Json;
using Gateway.Core.Documents;
using Gateway.Core.Site;

namespace Gateway.Core.Alarms;

/// <summary>A transition as the event lane keeps it and feeds send it: the JSON object under the key "alarm".</summary>
/// <remarks>The same transition always gives the same bytes: members in a fixed order, numbers in their shortest form. A missing member is null, but for
/// the note, and base and until of an alarm that is not shelved, which are left out.</remarks>
internal static class AlarmTransitionJson
{
    /// <summary>Writes a transition as UTF-8.</summary>
    /// <param name="site">The site the alarm belongs to, or belonged to before it was removed from the configuration.</param>
    public static byte[] Write(AlarmTransition transition, SiteModel site)
    {
        var alarm = transition.Alarm >= 0 ? GatewayAlarms.Numbered(site, transition.Alarm) : null;
        var point = alarm?.Point is { } number ? site.Points[number] : null;
        var (device, pointId, kind) = PartsOf(transition.AlarmId);
        return ObjectJson.Of(json =>
        {
            json.WriteString("id", transition.AlarmId);
            json.WriteString("occurrence", transition.Occurrence);
            json.WriteString("kind", kind);
            json.WriteString("point", pointId);
            json.WriteString("device", device);
            json.WriteString("from", AlarmStateText.Of(transition.From));
            json.WriteString("to", AlarmStateText.Of(transition.To));
            if (transition.Base is { } state) json.WriteString("base", AlarmStateText.Of(state));
            if (transition.UntilMs is { } until) json.WriteNumber("until", until);
            json.WriteString("class", pointId is not null ? "process" : alarm is not null && GatewayAlarms.IsOwn(alarm.Kind) ? "gateway" : "device");
            WriteNumber(json, "priority", alarm?.Priority);
            json.WriteNumber("time", transition.TimeMs);
            json.WriteNumber("since", transition.OnSinceMs);
            WriteNumber(json, "value", transition.Value);
            WriteNumber(json, "setpoint", point is null ? null : alarm?.Setpoint);
            json.WriteString("unit", point?.Unit);
            json.WriteString("source", alarm?.Source);
            json.WriteString("actor", transition.Actor);
            if (transition.Note is not null) json.WriteString("note", transition.Note);
        });
    }

    /// <summary>Reads a transition back; its alarm number is -1, since the site model it was numbered by may be gone.</summary>
    /// <returns>Null when the bytes are not a transition.</returns>
    public static AlarmTransition? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Read(json.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static AlarmTransition? Read(JsonElement root)
    {
        if (Text(root, "id") is not { } id || Text(root, "occurrence") is not { } occurrence) return null;
        if (!AlarmStateText.TryParse(Text(root, "from") ?? "", out var from) || !AlarmStateText.TryParse(Text(root, "to") ?? "", out var to)) return null;
        if (Number(root, "time") is not { } time || Number(root, "since") is not { } since) return null;
        return new AlarmTransition
        {
            Alarm = -1,
            AlarmId = id,
            Occurrence = occurrence,
            From = from,
            To = to,
            Base = AlarmStateText.TryParse(Text(root, "base") ?? "", out var state) ? state : null,
            UntilMs = (long?)Number(root, "until"),
            TimeMs = (long)time,
            OnSinceMs = (long)since,
            Value = Number(root, "value"),
            Actor = Text(root, "actor"),
            Note = Text(root, "note"),
        };
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private static double? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Number && member.TryGetDouble(out double number) ? number : null;

    private static void WriteNumber(Utf8JsonWriter json, string name, double? number)
    {
        if (number is { } value) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }

    /// <summary>An id is <c>device/point/kind</c> or <c>device/kind</c>, also when the site no longer has the alarm.</summary>
    private static (string Device, string? Point, string Kind) PartsOf(string id)
    {
        int first = id.IndexOf('/', StringComparison.Ordinal);
        int last = id.LastIndexOf('/');
        return first < 0 ? (id, null, id) : (id[..first], first == last ? null : id[..last], id[(last + 1)..]);
    }
}
