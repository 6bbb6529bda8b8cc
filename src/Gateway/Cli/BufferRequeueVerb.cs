using System.CommandLine;
using System.Text.Json;
using Gateway.Core.Documents;
using Gateway.Hosting;

namespace Gateway.Cli;

/// <summary><c>envgw buffer requeue</c>: what to do with messages that a platform has refused. The running service does it, and writes down who wanted
/// it.</summary>
internal static class BufferRequeueVerb
{
    private static readonly VerbArgument<string> _feed = new("FEED", ("The feed, as the site file names it.", "上报通道，名称与站点文件一致。"));

    private static readonly VerbOption<bool> _forget = new("--forget", ("Give them up: the platform will never take them.", "放弃这些消息：平台不会再接收。"));

    public static Verb Create()
    {
        var requeue = new Verb("requeue", ("Send once more what a platform has refused. What it refuses again stays put aside.", "重新发送被平台拒收的消息；再次被拒收的仍保持隔离。"),
            new Example("envgw buffer requeue supervision", ("after the broker's limit was raised", "服务器放宽限制之后")),
            new Example("envgw buffer requeue supervision --forget", ("nobody wants them any more", "不再需要这些消息")))
        {
            _feed, _forget, SharedOptions.Config,
        };
        requeue.SetAction((parsed, stop) => AlarmVerb.WithServiceAsync(parsed, (context, _, service) => RunAsync(parsed, context, service, stop)));
        return requeue;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CommandContext context, ServiceClient service, CancellationToken stop)
    {
        var order = new RequeueOrder(parsed.GetRequiredValue(_feed), Person.Name, parsed.GetValue(_forget));
        var answer = await service.PostAsync("/feeds/requeue", order, LocalApiJson.Default.RequeueOrder, LocalApiJson.Default.RequeueReport, stop);
        if (answer is null) return ExitCode.ServiceNotReachable;
        bool isDone = answer.Result == RequeueResult.Done;
        if (context.Json) await context.Out.WriteLineAsync(JsonSerializer.Serialize(answer, LocalApiJson.Readable.RequeueReport));
        else if (isDone) await context.Out.WriteLineAsync(Done(context, order, answer));
        else Refuse(context, order, answer.Result);
        return isDone ? ExitCode.Fine : answer.Result == RequeueResult.UnknownFeed ? ExitCode.WrongUsage : ExitCode.ProblemsFound;
    }

    private static string Done(CommandContext context, RequeueOrder order, RequeueReport answer) => (answer, order.Forget) switch
    {
        ({ Messages: 0 }, _) => context.Say($"Nothing of feed {order.Feed} is put aside.", $"上报 {order.Feed} 没有被隔离的消息。"),
        (_, true) => context.Say($"{Plural.Of(answer.Messages, "message")} given up; the audit log names them.", $"已放弃 {answer.Messages} 条消息，审计日志中有记录。"),
        ({ Connected: true }, _) => context.Say($"{Plural.Of(answer.Messages, "message")} will be sent again. Next: envgw buffer status", $"将重新发送 {answer.Messages} 条消息。下一步：envgw buffer status"),
        _ => context.Say($"{Plural.Of(answer.Messages, "message")} will be sent again once the feed is connected.", $"连接恢复后将重新发送 {answer.Messages} 条消息。"),
    };

    private static void Refuse(CommandContext context, RequeueOrder order, RequeueResult result)
    {
        Wording status = "envgw status";
        switch (result)
        {
            case RequeueResult.UnknownFeed:
                context.Fail(($"there is no feed '{order.Feed}'", $"没有上报通道 “{order.Feed}”"), next: status);
                break;
            case RequeueResult.Busy:
                context.Fail(("too much else is asked of the feed now; nothing was done", "该上报通道正忙，未做任何更改"));
                break;
            default:
                context.Fail(("it could not be written to the audit log, so nothing was done", "无法写入审计日志，因此未执行"), next: status);
                break;
        }
    }
}
