using System.Text.Json;
using Gateway.Core.Alarms;
using Gateway.Core.Documents;
using Gateway.Core.Site;

namespace Gateway.Core.Buffering;

/// <summary>Writes what a platform must know to understand the point numbers and ids of stored messages.</summary>
internal static class LayoutDescriptor
{
    public static byte[] Of(SiteModel model) => ObjectJson.Of(json =>
    {
        json.WriteString("version", "1.0");
        json.WriteString("kind", "descriptor");
        WriteSite(json, model);
        json.WriteStartArray("devices");
        foreach (var device in model.Devices) WriteDevice(json, device);
        json.WriteEndArray();
        json.WriteStartArray("points");
        foreach (var point in model.Points) WritePoint(json, point, model.Devices[point.Device]);
        json.WriteEndArray();
        json.WriteStartArray("alarms");
        foreach (var alarm in model.Alarms) WriteAlarm(json, alarm, model);
        json.WriteEndArray();
    });

    private static void WriteSite(Utf8JsonWriter json, SiteModel model)
    {
        json.WriteStartObject("site");
        json.WriteString("id", model.Id);
        WriteText(json, "name", model.Name);
        json.WriteString("timezone", model.TimeZone);
        json.WriteEndObject();
    }

    private static void WriteDevice(Utf8JsonWriter json, DeviceModel device)
    {
        json.WriteStartObject();
        json.WriteString("id", device.Name);
        WriteText(json, "label", device.Label);
        json.WriteString("profile", device.ProfileName);
        json.WriteString("profile_version", device.ProfileVersion);
        json.WriteString("manufacturer", device.Manufacturer);
        json.WriteString("model", device.ModelName);
        if (device.Class is not null) json.WriteString("class", device.Class);
        json.WriteEndObject();
    }

    private static void WritePoint(Utf8JsonWriter json, PointModel point, DeviceModel device)
    {
        json.WriteStartObject();
        json.WriteString("id", point.Id);
        json.WriteString("device", device.Name);
        WriteText(json, "label", point.Label);
        json.WriteString("quantity", point.Quantity);
        json.WriteString("unit", point.Unit);
        json.WriteString("type", point.Decoding switch { { Meanings: not null } or { IsText: true } => "text", { IsBoolean: true } => "boolean", _ => "number" });
        json.WriteNumber("every_ms", (long)point.Every.TotalMilliseconds);
        json.WriteNumber("stale_after_ms", (long)point.StaleAfter.TotalMilliseconds);
        if (point.Decoding.Range is var (low, high) && double.IsFinite(low) && double.IsFinite(high))
        {
            json.WriteStartArray("range");
            json.WriteNumberValue(low);
            json.WriteNumberValue(high);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteAlarm(Utf8JsonWriter json, AlarmModel alarm, SiteModel model)
    {
        json.WriteStartObject();
        json.WriteString("id", alarm.Id);
        json.WriteString("kind", AlarmKindText.Of(alarm.Kind));
        json.WriteString("device", model.Devices[alarm.Device].Name);
        if (alarm.Point is { } point) json.WriteString("point", model.Points[point].Id);
        if (AlarmKindText.IsLimit(alarm.Kind))
        {
            json.WriteNumber("setpoint", alarm.Setpoint);
            json.WriteNumber("deadband", alarm.Deadband);
        }
        json.WriteNumber("on_delay_ms", (long)alarm.OnDelay.TotalMilliseconds);
        json.WriteNumber("off_delay_ms", (long)alarm.OffDelay.TotalMilliseconds);
        json.WriteNumber("priority", alarm.Priority);
        json.WriteString("source", alarm.Source);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, LocalizedText text)
    {
        json.WriteStartObject(name);
        json.WriteString("en", text.English);
        if (text.Chinese is not null) json.WriteString("zh", text.Chinese);
        json.WriteEndObject();
    }
}
