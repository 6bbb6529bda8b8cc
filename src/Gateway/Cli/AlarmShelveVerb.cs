using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Gateway.Core.Alarms;
using Gateway.Core.Documents;
using Gateway.Hosting;

namespace Gateway.Cli;

/// <summary><c>envgw alarm shelve</c> and <c>envgw alarm unshelve</c>.</summary>
internal static class AlarmShelveVerb
{
    private static readonly VerbOption<string> _for = new("--for", ("How long, for example 30min or 2h.", "搁置时长，例如 30min 或 2h。"), "SPAN") { Required = true };

    private static readonly VerbOption<bool> _once = new("--once", ("Only until the condition goes, if that comes first.", "条件消失时提前结束搁置。"));

    public static Verb Shelve()
    {
        var shelve = new Verb("shelve", ("Take an alarm out of sight for a while, with a reason. It comes back by itself.", "因故暂时搁置报警，到时自动恢复。"),
            new Example("envgw alarm shelve outlet/turbidity/high --for 2h --note \"probe is being cleaned\"",
                ("8h at most, 1h for priority 1", "最长 8 小时，优先级 1 最长 1 小时")))
        {
            AlarmVerb.Alarm, _for, AlarmVerb.Note, _once, SharedOptions.Config,
        };
        shelve.SetAction((parsed, stop) => AlarmVerb.WithServiceAsync(parsed, (context, _, service) => ShelveAsync(parsed, context, service, stop)));
        return shelve;
    }

    public static Verb Unshelve()
    {
        var unshelve = new Verb("unshelve", ("Bring a shelved alarm back before its time.", "提前恢复已搁置的报警。"),
            new Example("envgw alarm unshelve outlet/turbidity/high", ("what is active sounds again", "仍存在的报警会重新提示")))
        {
            AlarmVerb.Alarm, AlarmVerb.Note, SharedOptions.Config,
        };
        unshelve.SetAction((parsed, stop) => AlarmVerb.WithServiceAsync(parsed, (context, _, service) => UnshelveAsync(parsed, context, service, stop)));
        return unshelve;
    }

    private static async Task<int> ShelveAsync(ParseResult parsed, CommandContext context, ServiceClient service, CancellationToken stop)
    {
        string id = parsed.GetRequiredValue(AlarmVerb.Alarm), written = parsed.GetRequiredValue(_for);
        if (!MomentText.TryParseSpan(written, out var span) || span <= TimeSpan.Zero)
        {
            context.Fail(($"'{written}' cannot be --for", $"--for 不能为 “{written}”"), help: ("30min, 2h", "30min、2h"));
            return ExitCode.WrongUsage;
        }
        var order = new ShelveOrder(id, span, Person.Name, parsed.GetValue(AlarmVerb.Note) ?? "", parsed.GetValue(_once));
        var answer = await service.PostAsync("/alarms/shelve", order, LocalApiJson.Default.ShelveOrder, LocalApiJson.Default.ShelveReport, stop);
        return Say(context, id, answer, ($"{id} is shelved for {written}.", $"{id} 已搁置 {written}。"));
    }

    private static async Task<int> UnshelveAsync(ParseResult parsed, CommandContext context, ServiceClient service, CancellationToken stop)
    {
        string id = parsed.GetRequiredValue(AlarmVerb.Alarm);
        var order = new UnshelveOrder(id, Person.Name, parsed.GetValue(AlarmVerb.Note));
        var answer = await service.PostAsync("/alarms/unshelve", order, LocalApiJson.Default.UnshelveOrder, LocalApiJson.Default.ShelveReport, stop);
        return Say(context, id, answer, ($"{id} is no longer shelved.", $"{id} 已取消搁置。"));
    }

    private static int Say(CommandContext context, string id, ShelveReport? answer, Wording done)
    {
        if (answer is null) return ExitCode.ServiceNotReachable;
        bool isDone = answer.Result == ShelveResult.Done;
        if (context.Json) context.Out.WriteLine(JsonSerializer.Serialize(answer, LocalApiJson.Readable.ShelveReport));
        else if (isDone) context.Out.WriteLine(done.In(context.Language));
        else Refuse(context, id, answer);
        return isDone ? ExitCode.Fine : ExitCode.ProblemsFound;
    }

    private static void Refuse(CommandContext context, string id, ShelveReport report)
    {
        string longest = (report.Longest ?? TimeSpan.Zero).TotalHours.ToString("0.#", CultureInfo.InvariantCulture);
        var (message, next) = report.Result switch
        {
            ShelveResult.UnknownAlarm => AlarmVerb.Unknown(id),
            ShelveResult.NoReason => (("nobody shelves without a reason; say it with --note", "搁置必须说明原因，请用 --note 填写"), null),
            ShelveResult.TimeNotAllowed => (($"{id} can be shelved for {longest}h at most", $"{id} 最长可搁置 {longest} 小时"), null),
            ShelveResult.NotShelved => (($"{id} is not shelved", $"{id} 未被搁置"), null),
            ShelveResult.NotStored => (
                ($"{id} has changed, but the store did not take it; a restart undoes it", $"{id} 已更改但未能存储，重启后会失效"), AlarmVerb.Status),
            _ => AlarmVerb.Stopping,
        };
        context.Fail(message, next: next);
    }
}
