using System.CommandLine;
using Gateway.Cli.Rows;
using Gateway.Core.Documents;
using Gateway.Core.History;
using Gateway.Core.Site;

namespace Gateway.Cli;

/// <summary><c>envgw history query</c> and <c>envgw history export</c>: what was measured when. Reads the data folder, whether a gateway runs on it or
/// not.</summary>
internal static class HistoryVerb
{
    private const int ProgressRows = 250_000;

    private static readonly VerbArgument<string> _point = new("POINT", ("The point, as device/point.", "点位，写作 设备/点位。"));

    private static readonly VerbArgument<string[]> _points = new("POINT", ("Points, as device/point (default: all).", "点位，写作 设备/点位（默认全部）。"))
    {
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly VerbOption<string?> _every =
        new("--every", ("Draw together: minimum, maximum and mean of each span (1min, 1h, 1d).", "按时段汇总：每段的最小值、最大值和平均值（1min、1h、1d）。"), "SPAN");

    public static Verb Create()
    {
        var query = new Verb("query", ("The readings of one point, or what they come to.", "查询一个点位的读数或汇总值。"),
            new Example("envgw history query outlet/ph", ("the last 24 hours", "最近 24 小时")),
            new Example("envgw history query outlet/ph --from 2026-11-01 --to 2026-11-08 --every 1h", ("a week by the hour", "一周，按小时汇总")))
        {
            _point, HistoryRange.From, HistoryRange.To, _every, SharedOptions.Config,
        };
        query.WritesRows = true;
        query.SetAction((parsed, stop) => Task.FromResult(WithSite(parsed, (context, site) => Query(parsed, context, site, stop))));
        var export = new Verb("export", ("The readings of many points, for other programs.", "导出多个点位的读数，供其他程序使用。"),
            new Example("envgw history export --from -7d --file week.csv", ("a week of everything", "最近一周的全部读数")),
            new Example("envgw history export outlet/ph --from 2026-11-22 --output jsonl", ("one point, a JSON object a line", "单个点位，每行一个 JSON 对象")))
        {
            _points, HistoryRange.From, HistoryRange.To, OutputFile.Option, SharedOptions.Config,
        };
        export.WritesRows = true;
        export.SetAction((parsed, stop) => Task.FromResult(WithSite(parsed, (context, site) => Export(parsed, context, site, stop))));
        return new Verb("history", ("What was measured when.", "历史数据：何时测得何值。")) { query, export };
    }

    /// <summary>Says what could not be read.</summary>
    /// <returns>The exit code that goes with it.</returns>
    public static int Report(CommandContext context, IReadOnlyList<HistoryTrouble> troubles)
    {
        foreach (var trouble in troubles)
        {
            string hour = trouble.Hour is { } time ? $" {MomentText.Utc(time.ToUnixTimeMilliseconds())}" : "";
            string where = $"{trouble.Path}{hour}{(trouble.Point is null ? "" : $" {trouble.Point}")}";
            context.Fail(($"{where} cannot be read: {trouble.Reason.English}", $"{where} 无法读取：{trouble.Reason.Chinese}"));
        }
        if (troubles.Count > 0) context.Next("envgw buffer verify");
        return troubles.Count > 0 ? ExitCode.ProblemsFound : ExitCode.Fine;
    }

    private static int WithSite(ParseResult parsed, Func<CommandContext, SiteModel, int> act)
    {
        var context = CommandContext.From(parsed);
        return SiteFiles.TryLoad(context, parsed.GetRequiredValue(SharedOptions.Config), out var site) ? act(context, site) : ExitCode.ConfigurationInvalid;
    }

    private static int Query(ParseResult parsed, CommandContext context, SiteModel site, CancellationToken stop)
    {
        TimeSpan? every = null;
        if (parsed.GetValue(_every) is { } text)
        {
            if (!MomentText.TryParseSpan(text, out var span) || span < TimeSpan.FromMilliseconds(1)) return Refuse(context, text);
            every = span;
        }
        if (HistoryRange.Read(context, parsed, site, TimeProvider.System, every) is not { } range) return ExitCode.WrongUsage;
        var reader = new HistoryReader(site.Buffer.Path, TimeProvider.System);
        if (Find(context, site, reader, range, [parsed.GetRequiredValue(_point)]) is not [var point]) return ExitCode.WrongUsage;

        string? form = SharedOptions.FormOf(parsed);
        IReadingRows rows = context.Json ? new JsonRows(context.Out, point.Id, range, every is null ? "readings" : "buckets", () => reader.Troubles)
            : form == "csv" ? new CsvRows(context.Out)
            : form == "jsonl" ? new JsonLineRows(context.Out)
            : new TextRows(context, range.Zone);
        context.Note($"{point.Id} {(point.Unit.Length > 0 ? $"({UnitText.Of(point.Unit)})" : "")}  {range}");
        long count = every is { } length ? WriteBuckets(reader, range, point, length, rows, stop) : WriteReadings(reader, range, point, rows, stop);
        rows.End();
        if (count == 0) context.Note(("no readings in this range", "此时段没有读数"));
        return Report(context, reader.Troubles);
    }

    private static long WriteBuckets(HistoryReader reader, HistoryRange range, HistoryPoint point, TimeSpan every, IReadingRows rows, CancellationToken stop)
    {
        long count = 0;
        foreach (var bucket in reader.Buckets(point.Id, range.FromMs, range.ToMs, every))
        {
            stop.ThrowIfCancellationRequested();
            count += bucket.Count;
            rows.Add(point, bucket);
        }
        return count;
    }

    private static long WriteReadings(HistoryReader reader, HistoryRange range, HistoryPoint point, IReadingRows rows, CancellationToken stop)
    {
        long count = 0;
        foreach (var reading in reader.Readings(point.Id, range.FromMs, range.ToMs))
        {
            stop.ThrowIfCancellationRequested();
            count++;
            rows.Add(point, reading);
        }
        return count;
    }

    private static int Export(ParseResult parsed, CommandContext context, SiteModel site, CancellationToken stop)
    {
        if (HistoryRange.Read(context, parsed, site, TimeProvider.System) is not { } range) return ExitCode.WrongUsage;
        var reader = new HistoryReader(site.Buffer.Path, TimeProvider.System);
        string[] names = parsed.GetValue(_points) ?? [];
        if (Find(context, site, reader, range, names) is not { } points) return ExitCode.WrongUsage;
        var wanted = points.Select(p => p.Id).ToHashSet();
        bool isCsv = !context.Json && SharedOptions.FormOf(parsed) is not "jsonl";
        context.Note($"{range}");
        return OutputFile.Write(context, parsed.GetValue(OutputFile.Option), output =>
        {
            IReadingRows rows = isCsv ? new CsvRows(output) : new JsonLineRows(output);
            long count = 0;
            foreach (var (point, reading) in reader.Export(names.Length == 0 ? static _ => true : wanted.Contains, range.FromMs, range.ToMs))
            {
                stop.ThrowIfCancellationRequested();
                rows.Add(point, reading);
                if (++count % ProgressRows == 0)
                    context.Note(($"{count} readings, at {MomentText.Utc(reading.TimeMs)}", $"已导出 {count} 个读数，至 {MomentText.Utc(reading.TimeMs)}"));
            }
            rows.End();
            context.Note(($"{Plural.Of(count, "reading")} exported", $"共导出 {count} 个读数"));
            return Report(context, reader.Troubles);
        });
    }

    /// <returns>The points by name; null when one is known nowhere, which has been said.</returns>
    private static List<HistoryPoint>? Find(CommandContext context, SiteModel site, HistoryReader reader, HistoryRange range, string[] names)
    {
        if (names.Length == 0) return [];
        var known = site.Points.ToDictionary(p => p.Id, p => new HistoryPoint(p.Id, p.Unit));
        foreach (var point in reader.Points(range.FromMs, range.ToMs)) known[point.Id] = point;
        var found = new List<HistoryPoint>();
        foreach (string name in names)
        {
            if (known.TryGetValue(name, out var point))
            {
                found.Add(point);
                continue;
            }
            Wording? help = null;
            if (Suggestion.For(name, known.Keys) is { } nearest) help = ($"did you mean '{nearest}'?", $"是否应为 “{nearest}”？");
            context.Fail(($"there is no point '{name}'", $"没有点位 “{name}”"), help);
            return null;
        }
        return found;
    }

    private static int Refuse(CommandContext context, string span)
    {
        context.Fail(
            ($"'{span}' cannot be --every", $"--every 不能为 “{span}”"),
            help: ("write a span such as 1min, 15min, 1h or 1d", "写作 1min、15min、1h 或 1d 等时长"));
        return ExitCode.WrongUsage;
    }
}
