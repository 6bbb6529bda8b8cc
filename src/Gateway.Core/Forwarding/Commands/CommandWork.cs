using System.Text.Json;
using Gateway.Core.Alarms;
using Gateway.Core.Buffering;

namespace Gateway.Core.Forwarding.Commands;

/// <summary>Does commands that the feed itself cannot.</summary>
internal sealed class CommandWork(string feed, CommandTargets targets)
{
    private const int MostPoints = 500;
    private const int MostAlarms = 500;
    private const int LongestNote = 500;

    /// <summary>Birth and descriptor are published again beside; with <c>"what":"alarms"</c> the answer lists the standing alarms.</summary>
    public CommandOutcome Describe(Command command)
    {
        if (Command.Text(command.Arguments, "what") != "alarms") return new CommandOutcome(CommandState.Done);
        var standing = targets.StandingAlarms().Where(alarm => alarm.Shown != AlarmState.Normal).OrderBy(alarm => alarm.AlarmId, StringComparer.Ordinal).ToList();
        return new CommandOutcome(CommandState.Done, "", json =>
        {
            json.WriteNumber("standing", standing.Count);
            json.WriteStartArray("alarms");
            foreach (var alarm in standing.Take(MostAlarms)) Write(json, alarm);
            json.WriteEndArray();
        });
    }

    /// <summary>The latest readings, as they are in memory; with <c>"now":true</c> the devices are read before.</summary>
    public async Task<CommandOutcome> ReadAsync(Command command, CancellationToken cancel)
    {
        var points = PointsOf(command.Arguments) ?? targets.Points;
        if (points.Count > MostPoints) return new CommandOutcome(CommandState.Failed, $"more than {MostPoints} points: name those you want in points");
        bool isNow = command.Arguments.TryGetProperty("now", out var now) && now.ValueKind == JsonValueKind.True;
        var notRead = isNow ? await targets.ReadNow(points, cancel).ConfigureAwait(false) : [];
        return new CommandOutcome(CommandState.Done, "", json =>
        {
            var unknown = new List<string>();
            json.WriteStartObject("readings");
            foreach (string point in points)
            {
                if (!targets.WriteLatest(json, point)) unknown.Add(point);
            }
            json.WriteEndObject();
            Write(json, "unknown_points", unknown);
            if (isNow) Write(json, "not_read", notRead);
        });
    }

    public async Task<CommandOutcome> AcknowledgeAsync(Command command, CancellationToken cancel)
    {
        string? alarm = Argument(command, "alarm"), occurrence = Argument(command, "occurrence"), note = Argument(command, "note");
        if (alarm is null || occurrence is null) return new CommandOutcome(CommandState.Invalid, "it needs alarm and occurrence");
        if (note?.Length > LongestNote) return new CommandOutcome(CommandState.Invalid, $"note is longer than {LongestNote} characters");
        return await targets.Acknowledge(new Acknowledgement(alarm, occurrence, CommandJson.Actor(feed, command), note), cancel).ConfigureAwait(false) switch
        {
            AcknowledgeResult.Done => new CommandOutcome(CommandState.Done),
            AcknowledgeResult.UnknownAlarm => new CommandOutcome(CommandState.Failed, "there is no such alarm"),
            AcknowledgeResult.StaleOccurrence => new CommandOutcome(CommandState.Failed, "the alarm has been raised again since: look at the new occurrence"),
            AcknowledgeResult.NothingToAcknowledge => new CommandOutcome(CommandState.Failed, "it was acknowledged before, or never raised"),
            AcknowledgeResult.NotStored => new CommandOutcome(CommandState.Failed, "acknowledged, but the disk did not take it"),
            _ => new CommandOutcome(CommandState.Failed, "the gateway is stopping"),
        };
    }

    /// <summary>Takes an alarm out of sight for some minutes, for a reason that must be given.</summary>
    public async Task<CommandOutcome> ShelveAsync(Command command, CancellationToken cancel)
    {
        string? alarm = Argument(command, "alarm"), note = Argument(command, "note");
        if (alarm is null || MinutesIn(command.Arguments) is not { } minutes) return new CommandOutcome(CommandState.Invalid, "it needs alarm and minutes");
        if (note?.Length > LongestNote) return new CommandOutcome(CommandState.Invalid, $"note is longer than {LongestNote} characters");
        bool isOneShot = command.Arguments.TryGetProperty("once", out var once) && once.ValueKind == JsonValueKind.True;
        var order = new ShelveOrder(alarm, TimeSpan.FromMinutes(minutes), CommandJson.Actor(feed, command), note ?? "", isOneShot);
        return OutcomeOf(await targets.Shelve(order, cancel).ConfigureAwait(false));
    }

    public async Task<CommandOutcome> UnshelveAsync(Command command, CancellationToken cancel)
    {
        string? alarm = Argument(command, "alarm"), note = Argument(command, "note");
        if (alarm is null) return new CommandOutcome(CommandState.Invalid, "it needs alarm");
        if (note?.Length > LongestNote) return new CommandOutcome(CommandState.Invalid, $"note is longer than {LongestNote} characters");
        return OutcomeOf(await targets.Unshelve(new UnshelveOrder(alarm, CommandJson.Actor(feed, command), note), cancel).ConfigureAwait(false));
    }

    /// <summary>Makes manifests of all lanes; they are sealed into the diag lane, and the answer repeats them.</summary>
    public async Task<CommandOutcome> ManifestAsync(Command command, CancellationToken cancel)
    {
        string? wanted = Command.Text(command.Arguments, "of");
        if (wanted is not null && !LaneText.TryParse(wanted, out _)) return new CommandOutcome(CommandState.Invalid, "of must be live, fill, event or diag");
        if (await targets.Manifests(cancel).ConfigureAwait(false) is not { } bodies) return new CommandOutcome(CommandState.Busy, "manifests are being made");
        return new CommandOutcome(CommandState.Done, "", json =>
        {
            json.WriteStartArray("manifests");
            // Further parts only list coverage, and are in the diag lane.
            foreach (byte[] body in bodies.Where(body => IsWanted(body, wanted))) json.WriteRawValue(body, skipInputValidation: true);
            json.WriteEndArray();
        });
    }

    public CommandOutcome Diagnose()
    {
        var body = targets.Diagnostics();
        return new CommandOutcome(CommandState.Done, "", json =>
        {
            json.WritePropertyName("heartbeat");
            json.WriteRawValue(body.Span, skipInputValidation: true);
        });
    }

    private static CommandOutcome OutcomeOf(ShelveResult result) => result switch
    {
        ShelveResult.Done => new CommandOutcome(CommandState.Done),
        ShelveResult.UnknownAlarm => new CommandOutcome(CommandState.Failed, "there is no such alarm"),
        ShelveResult.NoReason => new CommandOutcome(CommandState.Invalid, "it needs note: why the alarm is shelved"),
        ShelveResult.TimeNotAllowed => new CommandOutcome(
            CommandState.Failed, $"minutes must be more than 0 and at most {ShelveRules.LongestFor(2).TotalMinutes:0}, for an alarm of priority 1 {ShelveRules.LongestFor(1).TotalMinutes:0}"),
        ShelveResult.NotShelved => new CommandOutcome(CommandState.Failed, "it is not shelved"),
        ShelveResult.NotStored => new CommandOutcome(CommandState.Failed, "done, but the disk did not take it"),
        _ => new CommandOutcome(CommandState.Failed, "the gateway is stopping"),
    };

    private static int? MinutesIn(JsonElement arguments) =>
        arguments.TryGetProperty("minutes", out var member) && member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out int minutes) ? minutes : null;

    private static bool IsWanted(byte[] body, string? lane)
    {
        using var document = JsonDocument.Parse(body);
        bool isFirst = document.RootElement.GetProperty("part").GetInt32() == 1;
        return isFirst && (lane is null || document.RootElement.GetProperty("of").GetString() == lane);
    }

    private static string? Argument(Command command, string name) =>
        command.Arguments.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private static List<string>? PointsOf(JsonElement arguments)
    {
        if (!arguments.TryGetProperty("points", out var list) || list.ValueKind != JsonValueKind.Array) return null;
        return [.. list.EnumerateArray().Where(point => point.ValueKind == JsonValueKind.String).Select(point => point.GetString()!).Distinct()];
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, AlarmRecord alarm)
    {
        json.WriteStartObject();
        json.WriteString("id", alarm.AlarmId);
        json.WriteString("occurrence", alarm.Occurrence);
        json.WriteString("state", AlarmStateText.Of(alarm.Shown));
        if (alarm.Shelving is { } shelving)
        {
            json.WriteString("base", AlarmStateText.Of(alarm.State));
            json.WriteNumber("until", shelving.UntilMs);
        }
        json.WriteNumber("since", alarm.SinceMs);
        json.WriteEndObject();
    }
}
