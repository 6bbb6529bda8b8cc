using System.CommandLine;
using System.Text.Json;
using Gateway.Core.Documents;
using Gateway.Core.Receiving;
using Gateway.Mqtt;

namespace Gateway.Cli.Platform;

/// <summary><c>envgw platform verify</c>: receives what gateways send, asks for what is missing, and proves by manifests that nothing is.</summary>
internal static class PlatformVerifyVerb
{
    private static readonly TimeSpan _usualListen = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _proofTime = TimeSpan.FromMinutes(2);

    // Long enough for a broker to give what it has kept, and for heartbeats of gateways that are just there.
    private static readonly TimeSpan _firstLook = TimeSpan.FromSeconds(5);

    private static readonly VerbOption<string> _topicRoot =
        new("--topic-root", ("Root of the topics; + and # may stand in it (default: envgw1).", "主题根，可含 + 和 #（默认 envgw1）。"),
            "TOPIC") { DefaultValueFactory = _ => "envgw1" };

    private static readonly VerbOption<string?> _store =
        new("--store", ("Keep every message in this folder, and go on from what is there.", "将每条消息保存到此目录，并从已有内容继续。"), "DIR");

    private static readonly VerbOption<string?> _for =
        new("--for",
            ("Listen so long, then ask for manifests and prove (default: 1min). With --until-proven: the longest it may take.",
                "监听时长，之后请求清单并核对（默认 1min）。与 --until-proven 同用时为最长时间。"), "SPAN");

    private static readonly VerbOption<bool> _untilProven =
        new("--until-proven", ("Ask for manifests at once, and end when everything is proven.", "立即请求清单，全部核实后结束。"));

    private static readonly VerbOption<string> _backfill = new(
        "--backfill", ("What to ask gateways for: holes (the default), all that they still have, or none.",
            "向网关请求补传：holes（缺口，默认）、all（全部存量）或 none（不请求）。"), "holes|all|none", "holes", "all", "none")
    {
        DefaultValueFactory = _ => "holes",
    };

    private static readonly VerbOption<string?> _askAfter =
        new("--ask-after", ("How long a hole may stay before it is asked for (default: 30s).", "缺口持续多久后请求补传（默认 30s）。"), "SPAN");

    private static readonly VerbOption<bool> _receipts =
        new("--receipts", ("Confirm to gateways what is stored; needs --store and --backfill all.", "向网关确认已保存的数据；需要 --store 和 --backfill all。"));

    public static Verb Create()
    {
        var verify = new Verb(
            "verify", ("Receives what gateways send and proves that nothing is missing. Ends with 0 only when all is proven.", "接收网关数据并证明没有缺失。仅当全部得到证明时返回 0。"),
            new Example("envgw platform verify --broker mqtt://localhost --until-proven", ("until everything is proven", "直到全部得到证明")),
            new Example("envgw platform verify --broker mqtts://mqtt.example --user platform --password-file pw --for 10min --store received",
                ("ten minutes, and keep what comes", "十分钟，并保存收到的数据")))
        {
            _topicRoot, _store, _for, _untilProven, _backfill, _askAfter, _receipts,
        };
        foreach (var option in BrokerOptions.All) verify.Add(option);
        verify.SetAction((parsed, stop) => RunAsync(CommandContext.From(parsed), parsed, stop));
        return verify;
    }

    private static async Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken stop)
    {
        string client = BrokerOptions.ClientOf(parsed);
        if (BrokerOptions.Read(context, parsed, client) is not { } broker || PlanOf(context, parsed) is not { } plan
            || Options(context, parsed, client) is not { } options) return ExitCode.WrongUsage;
        string filter = $"{parsed.GetRequiredValue(_topicRoot).TrimEnd('/', '#').TrimEnd('/')}/#";
        if (!MqttTopic.IsFilter(filter)) return Refuse(context, "--topic-root", parsed.GetRequiredValue(_topicRoot));
        var receiver = new Receiver(options);
        try
        {
            var store = Opened(context, parsed.GetValue(_store), receiver);
            void Tell(Wording said) => context.Note(said);
            await using var session = new MqttSession(broker, TimeProvider.System);
            string? trouble = await new ReceiverLoop(session, filter, receiver, store, TimeProvider.System, Tell).RunAsync(plan, stop);
            if (trouble is null) return Report(context, ReceiverReport.Of(receiver));
            context.Fail(($"{broker.Host}:{broker.Port}: {trouble}", $"{broker.Host}:{broker.Port}：{trouble}"));
            return ExitCode.NoAnswer;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            context.Fail($"{refused.Message}");
            return ExitCode.PermissionDenied;
        }
    }

    /// <summary>Takes what the folder has; null when nothing is to be kept.</summary>
    private static ReceivedStore? Opened(CommandContext context, string? folder, Receiver receiver)
    {
        if (folder is null) return null;
        var store = new ReceivedStore(folder);
        long taken = 0, refused = 0;
        foreach (var (root, json) in store.Read())
        {
            if (receiver.TakeStored(root, json, TimeSpan.Zero)) taken++;
            else refused++;
        }
        if (taken > 0) context.Note(($"{folder}: {Plural.Of(taken, "message")} from before", $"{folder}：已有 {taken} 条消息"));
        if (refused > 0) context.Warn(($"{folder}: {Plural.Of(refused, "line")} cannot be read", $"{folder}：{refused} 行无法读取"));
        return store;
    }

    private static ReceiverPlan? PlanOf(CommandContext context, ParseResult parsed)
    {
        TimeSpan? span = null;
        if (parsed.GetValue(_for) is { } text)
        {
            if (!IsSpan(context, "--for", text, out var given)) return null;
            span = given;
        }
        return PlanOf(parsed.GetValue(_untilProven), span);
    }

    /// <param name="span">What <c>--for</c> says; null when it was not given.</param>
    internal static ReceiverPlan PlanOf(bool untilProven, TimeSpan? span)
    {
        if (!untilProven) return new ReceiverPlan(span ?? _usualListen, _proofTime);
        if (span is not { } whole) return new ReceiverPlan(_firstLook, Timeout.InfiniteTimeSpan);
        var listen = whole / 2 < _firstLook ? whole / 2 : _firstLook;
        return new ReceiverPlan(listen, whole - listen);
    }

    private static ReceiverOptions? Options(CommandContext context, ParseResult parsed, string client)
    {
        var scope = Enum.Parse<BackfillScope>(parsed.GetRequiredValue(_backfill), ignoreCase: true);
        bool sendsReceipts = parsed.GetValue(_receipts);
        if (sendsReceipts && (parsed.GetValue(_store) is null || scope != BackfillScope.All))
        {
            context.Fail(("--receipts needs --store and --backfill all: a receipt says that everything up to it is stored",
                "--receipts 需要 --store 和 --backfill all：回执表示此前的数据均已保存"));
            return null;
        }
        var options = new ReceiverOptions { Client = client, Backfill = scope, SendsReceipts = sendsReceipts };
        if (parsed.GetValue(_askAfter) is not { } text) return options;
        return IsSpan(context, "--ask-after", text, out var span) ? options with { AskAfter = span } : null;
    }

    private static int Report(CommandContext context, ReceiverReport report)
    {
        if (context.Json) context.Out.WriteLine(JsonSerializer.Serialize(report, CliJson.Readable.ReceiverReport));
        else PlatformText.Write(context, report);
        return report.IsProven ? ExitCode.Fine : ExitCode.ProblemsFound;
    }

    private static bool IsSpan(CommandContext context, string option, string text, out TimeSpan span)
    {
        if (MomentText.TryParseSpan(text, out span) && span > TimeSpan.Zero) return true;
        Refuse(context, option, text);
        return false;
    }

    private static int Refuse(CommandContext context, string option, string text)
    {
        context.Fail(($"'{text}' cannot be {option}", $"{option} 不能为 “{text}”"));
        return ExitCode.WrongUsage;
    }
}
