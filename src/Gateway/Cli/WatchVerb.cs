using System.CommandLine;
using System.Text.Json;
using Gateway.Core.Documents;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Hosting;

namespace Gateway.Cli;

/// <summary><c>envgw watch</c>: readings as they come: a table on a terminal, a line per change in a pipe, JSON lines for a script.</summary>
internal static class WatchVerb
{
    /// <summary>Ages grow between two readings, and a key is looked for.</summary>
    private static readonly TimeSpan _redrawEvery = TimeSpan.FromMilliseconds(250);

    private static readonly VerbArgument<string[]> _points =
        new("POINT",
            ("Points to watch, such as outlet/ph, outlet/* or outlet (default: all).",
                "要查看的点位，例如 outlet/ph、outlet/* 或 outlet（默认全部）。")) { Arity = ArgumentArity.ZeroOrMore };

    public static Verb Create()
    {
        var watch = new Verb("watch", ("Readings as they come, from the running service. On a terminal, q quits.", "实时查看运行中服务的读数。在终端中按 q 退出。"),
            new Example("envgw watch", ("every point, in a table", "以表格查看所有点位")),
            new Example("envgw watch 'outlet/*'", ("the points of one device; into a pipe or a file, one line per change", "一台设备的点位；输出到管道或文件时每次变化一行")),
            new Example("envgw watch outlet/ph --json", ("JSON lines for a script", "供脚本使用的 JSON 行")))
        {
            _points, SharedOptions.Config,
        };
        watch.SetAction(async (parsed, stop) =>
        {
            var context = CommandContext.From(parsed);
            if (!SiteFiles.TryLoad(context, parsed.GetRequiredValue(SharedOptions.Config), out var site)) return ExitCode.ConfigurationInvalid;
            string[] points = parsed.GetValue(_points) ?? [];
            PointPatterns.Select(site, points, out string? unmatched);
            if (unmatched is not null) return await UnknownAsync(context, site, unmatched);
            using var service = new ServiceClient(context, site);
            string path = $"/readings/stream?{string.Join('&', points.Select(point => $"point={Uri.EscapeDataString(point)}"))}";
            return await service.ReadLinesAsync(path, lines => ShowAsync(context, SiteZone.Of(site.TimeZone), lines, stop), stop);
        });
        watch.EndsWithReader = true;
        return watch;
    }

    private static async Task<int> UnknownAsync(CommandContext context, SiteModel site, string pattern)
    {
        context.Fail(($"the site has no point '{pattern}'", $"站点中没有点位 “{pattern}”"));
        if (Suggestion.For(pattern, site.Points.Select(point => point.Id)) is { } near)
            context.Help(($"did you mean '{near}'?", $"是否应为 “{near}”？"));
        context.Next(("envgw watch, without a name, shows all", "envgw watch（不带名称）显示全部"));
        return ExitCode.WrongUsage;
    }

    private static async Task<bool> ShowAsync(CommandContext context, SiteZone zone, StreamReader lines, CancellationToken stop)
    {
        if (!context.Json && Terminal.Of(context) is { } terminal) return await DrawAsync(context, terminal, lines, stop);
        if (context.Json) await CopyAsync(context, lines, stop);
        else await PrintAsync(context, zone, lines, stop);
        return false;
    }

    private static async Task CopyAsync(CommandContext context, StreamReader lines, CancellationToken stop)
    {
        while (await lines.ReadLineAsync(stop) is { } text)
        {
            if (Parsed(text) is not { Readings.Count: > 0 }) continue;
            await context.Out.WriteLineAsync(text);
            await context.Out.FlushAsync(stop);
        }
    }

    private static async Task PrintAsync(CommandContext context, SiteZone zone, StreamReader lines, CancellationToken stop)
    {
        var shown = new Dictionary<string, (string Value, string Quality)>();
        while (await lines.ReadLineAsync(stop) is { } text)
        {
            foreach (var reading in Parsed(text)?.Readings ?? [])
            {
                var now = (ValueText.Of(reading.Value, context.Language), reading.Quality);
                if (shown.TryGetValue(reading.Id, out var before) && before == now) continue;
                shown[reading.Id] = now;
                await context.Out.WriteLineAsync(
                    $"{zone.Stamp(reading.Time)}  {reading.Id}  {$"{now.Item1} {UnitText.Of(reading.Unit)}".TrimEnd()}  {QualityWords.Of(reading.Quality).In(context.Language)}");
            }
            await context.Out.FlushAsync(stop);
        }
    }

    /// <returns>Whether the person has had enough.</returns>
    private static async Task<bool> DrawAsync(CommandContext context, Terminal terminal, StreamReader lines, CancellationToken stop)
    {
        using var screen = terminal;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var table = new WatchTable(context.Language, context.HasColour);
        var time = TimeProvider.System;
        using var redraw = new PeriodicTimer(_redrawEvery, time);
        var next = lines.ReadLineAsync(ending.Token).AsTask();
        while (!Terminal.IsQuitTyped())
        {
            await redraw.WaitForNextTickAsync(stop);
            for (; next.IsCompleted; next = lines.ReadLineAsync(ending.Token).AsTask())
            {
                if (await next is not { } text) return false;
                if (Parsed(text) is { } line) table.Take(line, time.GetTimestamp());
            }
            screen.Draw(table.Lines(time));
        }
        await ending.CancelAsync();
        await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return true;
    }

    private static WatchLine? Parsed(string text) => JsonSerializer.Deserialize(text, LocalApiJson.Default.WatchLine);
}
