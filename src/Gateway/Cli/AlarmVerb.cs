using System.CommandLine;
using System.Text.Json;
using Gateway.Core.Alarms;
using Gateway.Core.Documents;
using Gateway.Core.Site;
using Gateway.Hosting;

namespace Gateway.Cli;

/// <summary><c>envgw alarm list</c> and <c>envgw alarm ack</c>; <c>shelve</c> and <c>unshelve</c> are in <see cref="AlarmShelveVerb"/>.</summary>
internal static class AlarmVerb
{
    internal static readonly VerbArgument<string> Alarm = new("ALARM", ("The alarm's id, as 'envgw alarm list' shows it.", "报警编号，如 envgw alarm list 所示。"));

    private static readonly VerbOption<string?> _occurrence =
        new("--occurrence", ("The occurrence that was seen (default: the one standing now).", "所看到的发生编号（默认为当前的）。"), "ID");

    internal static readonly VerbOption<string?> Note = new("--note", ("What is to be said about it.", "备注。"), "TEXT");

    // What a refusal says next, and refusals of more than one verb.
    private static readonly Wording? _list = new Wording("envgw alarm list", "envgw alarm list");

    internal static readonly Wording? Status = new Wording("envgw status", "envgw status");

    internal static readonly (Wording Message, Wording? Next) Stopping = (("the gateway is stopping; nothing was changed", "网关正在停止，未做任何更改"), null);

    public static Verb Create()
    {
        var list = new Verb("list", ("Every alarm that is not normal, most urgent first. Exit code 1 when there is any that is not shelved.", "列出所有未恢复正常的报警，最紧急的在前。有未搁置的报警时退出码为 1。"),
            new Example("envgw alarm list", ("what is in alarm now", "当前报警")))
        {
            SharedOptions.Config,
        };
        list.SetAction((parsed, stop) => WithServiceAsync(parsed, (context, site, service) => ListAsync(context, site, service, stop)));
        var acknowledge = new Verb("ack", ("Acknowledge an alarm: say that somebody has seen it.", "确认报警：表示已有人看到。"),
            new Example("envgw alarm ack outlet/turbidity/high --note \"filter 2 backwashed\"", ("acknowledge it, with a note", "确认并备注")))
        {
            Alarm, _occurrence, Note, SharedOptions.Config,
        };
        acknowledge.SetAction((parsed, stop) => WithServiceAsync(parsed, (context, _, service) => AcknowledgeAsync(parsed, context, service, stop)));
        return new Verb("alarm", ("What is in alarm, acknowledging it, and taking it out of sight for a while.", "查看、确认与搁置报警。")) { list, acknowledge, AlarmShelveVerb.Shelve(), AlarmShelveVerb.Unshelve() };
    }

    internal static (Wording Message, Wording? Next) Unknown(string id) => (($"there is no alarm '{id}'", $"没有报警 “{id}”"), _list);

    internal static async Task<int> WithServiceAsync(ParseResult parsed, Func<CommandContext, SiteModel, ServiceClient, Task<int>> act)
    {
        var context = CommandContext.From(parsed);
        if (!SiteFiles.TryLoad(context, parsed.GetRequiredValue(SharedOptions.Config), out var site)) return ExitCode.ConfigurationInvalid;
        using var service = new ServiceClient(context, site);
        return await act(context, site, service);
    }

    private static async Task<int> ListAsync(CommandContext context, SiteModel site, ServiceClient service, CancellationToken stop)
    {
        if (await service.GetAsync("/alarms", LocalApiJson.Default.AlarmReport, stop) is not { } report) return ExitCode.ServiceNotReachable;
        if (context.Json) await context.Out.WriteLineAsync(JsonSerializer.Serialize(report, LocalApiJson.Readable.AlarmReport));
        else if (report.Alarms.Count == 0) await context.Out.WriteLineAsync(context.Say($"No alarm. {Plural.Of(report.Configured, "alarm")} watched.",
            $"没有报警。共监视 {report.Configured} 项。"));
        else await WriteTableAsync(context, SiteZone.Of(site.TimeZone), report);
        return report.Alarms.All(alarm => alarm.ShelvedUntil is not null) ? ExitCode.Fine : ExitCode.ProblemsFound;
    }

    private static async Task WriteTableAsync(CommandContext context, SiteZone zone, AlarmReport report)
    {
        var table = new TextTable(
            context.Say("PRIORITY", "优先级"), context.Say("STATE", "状态"), context.Say("SINCE", "时间"), context.Say("ALARM", "报警"),
            context.Say("WHAT", "名称"), context.Say("VALUE / SETPOINT", "值 / 限值"), context.Say("OCCURRENCE", "发生编号"));
        foreach (var alarm in report.Alarms)
            table.Add(
                $"{alarm.Priority}", StateOf(context, zone, alarm), zone.Stamp(alarm.Since), alarm.Id, context.Say(alarm.Label, alarm.LabelZh),
                ValueOf(alarm), alarm.Occurrence);
        await context.Out.WriteAsync(table.ToString());
        foreach (var alarm in report.Alarms.Where(alarm => alarm.Note is not null))
        {
            string next = alarm.Next is { } command ? $" → {command}" : "";
            await context.Out.WriteLineAsync(context.Say($"! {alarm.Id}: {alarm.Note}{next}", $"! {alarm.Id}：{alarm.NoteZh}{next}"));
        }
        if (report.Alarms.FirstOrDefault(alarm => alarm.State is "UNACK" or "RTN_UNACK") is { } urgent)
            context.Next($"envgw alarm ack {urgent.Id} --note \"…\"");
    }

    private static async Task<int> AcknowledgeAsync(ParseResult parsed, CommandContext context, ServiceClient service, CancellationToken stop)
    {
        string id = parsed.GetRequiredValue(Alarm);
        string? occurrence = parsed.GetValue(_occurrence);
        if (occurrence is null)
        {
            if (await service.GetAsync("/alarms", LocalApiJson.Default.AlarmReport, stop) is not { } report) return ExitCode.ServiceNotReachable;
            occurrence = report.Alarms.FirstOrDefault(alarm => alarm.Id == id)?.Occurrence ?? "";
        }
        var answer = await service.PostAsync("/alarms/acknowledge", new Acknowledgement(id, occurrence, Person.Name, parsed.GetValue(Note)),
            LocalApiJson.Default.Acknowledgement, LocalApiJson.Default.AcknowledgeReport, stop);
        if (answer is null) return ExitCode.ServiceNotReachable;
        if (context.Json) await context.Out.WriteLineAsync(JsonSerializer.Serialize(answer, LocalApiJson.Readable.AcknowledgeReport));
        else if (answer.Result == AcknowledgeResult.Done) await context.Out.WriteLineAsync(context.Say($"{id} is acknowledged.", $"{id} 已确认。"));
        else Refuse(context, id, answer.Result);
        return answer.Result == AcknowledgeResult.Done ? ExitCode.Fine : ExitCode.ProblemsFound;
    }

    private static void Refuse(CommandContext context, string id, AcknowledgeResult result)
    {
        var (message, next) = result switch
        {
            AcknowledgeResult.UnknownAlarm => Unknown(id),
            AcknowledgeResult.StaleOccurrence => (
                ($"{id} has been raised again since; look at the new occurrence first", $"{id} 之后又再次报警，请先查看新的发生"), _list),
            AcknowledgeResult.NothingToAcknowledge => (($"{id} has nothing to acknowledge", $"{id} 没有需要确认的内容"), null),
            AcknowledgeResult.NotStored => (
                ($"{id} is acknowledged, but the store did not take it; a restart undoes it", $"{id} 已确认但未能存储，重启后会失效"), Status),
            _ => Stopping,
        };
        context.Fail(message, next: next);
    }

    private static string ValueOf(AlarmLine alarm)
    {
        if (alarm.Setpoint is not { } setpoint) return "";
        string value = alarm.Value is { } number ? FormattableString.Invariant($"{number}") : "-";
        return FormattableString.Invariant($"{value} / {setpoint} {UnitText.Of(alarm.Unit)}").TrimEnd();
    }

    private static string StateOf(CommandContext context, SiteZone zone, AlarmLine alarm) => alarm.ShelvedUntil is { } until
        ? context.Say($"shelved until {zone.Time(until)} ({StateOf(context, alarm.Base ?? "")})", $"已搁置至 {zone.Time(until)}（{StateOf(context, alarm.Base ?? "")}）")
        : StateOf(context, alarm.State);

    private static string StateOf(CommandContext context, string state) => state switch
    {
        "UNACK" => context.Say("unacknowledged", "报警，未确认"),
        "ACKED" => context.Say("acknowledged", "报警，已确认"),
        "RTN_UNACK" => context.Say("returned, unacknowledged", "已恢复，未确认"),
        "NORMAL" => context.Say("normal", "正常"),
        _ => state,
    };
}
