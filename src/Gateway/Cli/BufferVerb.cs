using System.CommandLine;
using System.Text;
using System.Text.Json;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.EnvgwJson;
using Gateway.Core.History;
using Gateway.Core.Site;

namespace Gateway.Cli;

/// <summary><c>envgw buffer status|verify|export</c>: what lies in the data folder, whether a gateway runs on it or not. Changes nothing.</summary>
internal static class BufferVerb
{
    public const long ProgressMessages = 20_000;

    private static readonly VerbOption<string> _lane = new("--lane", ("live (the default), fill, event or diag.", "live（默认）、fill、event 或 diag。"), "LANE",
        "live", "fill", "event", "diag")
    {
        DefaultValueFactory = _ => "live",
    };

    private static readonly VerbOption<long> _from = new("--from", ("First sequence (default: the oldest).", "起始序号（默认为最旧的）。"),
        "SEQ") { DefaultValueFactory = _ => 0 };

    public static Verb Create()
    {
        var status = new Verb("status", ("What is stored: lanes, bookmarks, drops, history.", "已存储的内容：通道、书签、丢弃记录、历史数据。"),
            new Example("envgw buffer status", ("also while no gateway runs", "网关未运行时也可用")))
        {
            SharedOptions.Config,
        };
        status.SetAction(parsed => WithStore(parsed, Status));
        var verify = new Verb("verify", ("Check every page, row and reading. Exit code 1 when anything is damaged.", "检查每一页、每一行和每个读数。有损坏时退出码为 1。"),
            new Example("envgw buffer verify", ("after a power cut or with a doubtful disk", "断电后或磁盘可疑时")))
        {
            BufferAuditVerb.Head, SharedOptions.Config,
        };
        verify.SetAction((parsed, stop) => Task.FromResult(WithSite(parsed, (context, site) =>
            Guarded(context, () => new BufferVerification(context, site).Run(parsed.GetValue(BufferAuditVerb.Head), stop)))));
        var export = new Verb("export", ("Stored messages as feeds send them, one a line.", "按上报格式导出已存储的消息，每行一条。"),
            new Example("envgw buffer export --lane event --file events.jsonl", ("every alarm transition", "全部报警状态变化")))
        {
            _lane, _from, OutputFile.Option, SharedOptions.Config,
        };
        export.SetAction((parsed, stop) => Task.FromResult(WithStore(parsed, (context, site, store) => Export(parsed, context, site, store, stop))));
        return new Verb("buffer", ("What the gateway has stored on this box.", "网关在本机存储的数据。")) { status, verify, export, BufferAuditVerb.Create(WithSite), BufferRequeueVerb.Create() };
    }

    private static int WithSite(ParseResult parsed, Func<CommandContext, SiteModel, int> act)
    {
        var context = CommandContext.From(parsed);
        return SiteFiles.TryLoad(context, parsed.GetRequiredValue(SharedOptions.Config), out var site) ? act(context, site) : ExitCode.ConfigurationInvalid;
    }

    private static int WithStore(ParseResult parsed, Func<CommandContext, SiteModel, StoreInspection, int> act) =>
        WithSite(parsed, (context, site) => Guarded(context, () =>
        {
            using var store = new StoreInspection(site.Buffer.Path, TimeProvider.System);
            return act(context, site, store);
        }));

    private static int Guarded(CommandContext context, Func<int> act)
    {
        try
        {
            return act();
        }
        catch (StoreException trouble)
        {
            context.Fail(trouble.Explanation);
            return trouble.Fault == StoreFault.Forbidden ? ExitCode.PermissionDenied : ExitCode.ProblemsFound;
        }
    }

    private static int Status(CommandContext context, SiteModel site, StoreInspection store)
    {
        var report = BufferReport.Of(store.Report(), new HistoryInspection(site.Buffer.Path).Days(), BufferAudit.Of(site));
        if (context.Json) context.Out.WriteLine(JsonSerializer.Serialize(report, CliJson.Readable.BufferReport));
        else BufferPage.Write(context, site, report);
        return ExitCode.Fine;
    }

    private static int Export(ParseResult parsed, CommandContext context, SiteModel site, StoreInspection store, CancellationToken stop)
    {
        var lane = LaneText.TryParse(parsed.GetRequiredValue(_lane), out var known) ? known : Lane.Live;
        // Every reading, uncompressed: a feed of its own that no broker hears.
        var everything = new FeedModel { Number = 0, Name = "", Host = "", Port = 0, TopicRoot = "", ClientIdentifier = "", Compress = false,
            Readings = ReadingSelection.All };
        var format = new EnvgwJsonFormat(site.Id, everything);
        return OutputFile.Write(context, parsed.GetValue(OutputFile.Option), output =>
        {
            long count = 0;
            var leftOut = new List<long>();
            var layouts = new Dictionary<int, Layout?>();
            foreach (var message in store.Messages(lane, parsed.GetValue(_from), leftOut.Add))
            {
                stop.ThrowIfCancellationRequested();
                if (!layouts.TryGetValue(message.Layout, out var layout)) layouts[message.Layout] = layout = store.LayoutOf(message.Layout);
                if (format.Render(message, layout, message.Seq) is not { } rendered)
                {
                    leftOut.Add(message.Seq);
                    continue;
                }
                output.Write(Encoding.UTF8.GetString(rendered.Publish.Payload.Span));
                output.Write('\n');
                if (++count % ProgressMessages == 0) context.Note(($"{count} messages …", $"{count} 条消息……"));
            }
            context.Note(($"{Plural.Of(count, "message")} exported", $"共导出 {count} 条消息"));
            return LeftOut(context, leftOut);
        });
    }

    /// <returns>The exit code.</returns>
    private static int LeftOut(CommandContext context, List<long> sequences)
    {
        if (sequences.Count == 0) return ExitCode.Fine;
        context.Fail(
            ($"{Plural.Of(sequences.Count, "message")} left out, for what is stored of them cannot be read; the first is {sequences[0]}",
                $"{sequences.Count} 条消息因存储内容无法读取而未导出，第一条为 {sequences[0]}"),
            next: ("envgw buffer verify", "envgw buffer verify"));
        return ExitCode.ProblemsFound;
    }
}
