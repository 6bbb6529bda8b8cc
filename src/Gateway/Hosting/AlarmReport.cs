using Gateway.Core.Alarms;
using Gateway.Core.Documents;
using Gateway.Core.Site;

namespace Gateway.Hosting;

/// <summary>Every alarm that is not normal, most urgent first: unacknowledged before acknowledged, then by priority, then the newest; what is shelved comes
/// last.</summary>
internal sealed record AlarmReport(string Schema, string Gateway, int Configured, IReadOnlyList<AlarmLine> Alarms)
{
    private static readonly Wording _gateway = ("Store of the gateway", "网关的存储");

    public static AlarmReport Of(GatewayRooms rooms)
    {
        var site = rooms.Site;
        var lines = rooms.Alarms
            .Select((record, number) => (Record: record, Model: GatewayAlarms.Numbered(site, number)))
            .Where(alarm => alarm.Record.Shown != AlarmState.Normal)
            .OrderByDescending(alarm => alarm.Record.Shown is AlarmState.Unacknowledged)
            .ThenByDescending(alarm => alarm.Record.Shown is AlarmState.ReturnedUnacknowledged)
            .ThenByDescending(alarm => alarm.Record.Shown is AlarmState.Acknowledged)
            .ThenBy(alarm => alarm.Model.Priority)
            .ThenByDescending(alarm => alarm.Record.SinceMs)
            .Select(alarm => LineOf(site, alarm.Model, alarm.Record));
        return new AlarmReport("envgw.alarms/1", site.Id, site.Alarms.Count, [.. lines]);
    }

    private static AlarmLine LineOf(SiteModel site, AlarmModel alarm, AlarmRecord record)
    {
        var point = alarm.Point is { } number ? site.Points[number] : null;
        var device = alarm.Device < 0 ? null : site.Devices[alarm.Device];
        return new AlarmLine(
            alarm.Id, record.Occurrence ?? "", AlarmStateText.Of(record.Shown), alarm.Priority, DateTimeOffset.FromUnixTimeMilliseconds(record.SinceMs),
            record.Value, point is null ? null : alarm.Setpoint, point?.Unit, AlarmKindText.Of(alarm.Kind),
            point?.Label.English ?? device?.Label.English ?? _gateway.English,
            point?.Label.In("zh-CN") ?? device?.Label.In("zh-CN") ?? _gateway.Chinese)
        {
            Base = record.Shelving is null ? null : AlarmStateText.Of(record.State),
            ShelvedUntil = record.Shelving is { } shelving ? DateTimeOffset.FromUnixTimeMilliseconds(shelving.UntilMs) : null,
            ShelvedBy = record.Shelving?.Actor,
            Note = record.Note?.English,
            NoteZh = record.Note?.Chinese,
            Next = point is not null ? null : device is null ? "envgw buffer verify" : NextOf(site, device, alarm.Kind),
        };
    }

    /// <summary>A device that is another is looked up; one that has a fault is looked at.</summary>
    private static string NextOf(SiteModel site, DeviceModel device, AlarmKind kind) => kind == AlarmKind.ProfileMismatch
        ? $"envgw profile match {site.Buses[device.Bus].Name} -u {device.Unit}"
        : $"envgw device test {device.Name}";
}
