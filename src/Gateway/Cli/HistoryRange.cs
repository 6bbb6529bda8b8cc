using System.CommandLine;
using Gateway.Core.Documents;
using Gateway.Core.Site;

namespace Gateway.Cli;

/// <summary>From when to when a verb is asked about, and in which zone people there live.</summary>
/// <param name="FromMs">UTC milliseconds since 1970, inclusive.</param>
/// <param name="ToMs">Exclusive.</param>
internal sealed record HistoryRange(long FromMs, long ToMs, TimeZoneInfo Zone)
{
    public static VerbOption<string> From { get; } =
        new("--from",
            ("Beginning: 2026-11-22, 2026-11-22T10:30 in the site's time, …Z, or -24h (the default).",
                "起始时间：2026-11-22、2026-11-22T10:30（站点时间）、…Z 或 -24h（默认）。"), "TIME")
        {
            DefaultValueFactory = _ => "-24h",
        };

    public static VerbOption<string> To { get; } =
        new("--to", ("End, itself not included (default: now).", "结束时间（不含，默认为现在）。"), "TIME")
        {
            DefaultValueFactory = _ => "now",
        };

    /// <returns>Null when a time makes no sense; that has been said on the error stream.</returns>
    public static HistoryRange? Read(CommandContext context, ParseResult parsed, SiteModel site, TimeProvider time, TimeSpan? every = null)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(site.TimeZone);
        var now = time.GetUtcNow();
        string from = parsed.GetRequiredValue(From);
        string to = parsed.GetRequiredValue(To);
        if (!MomentText.TryParse(from, zone, now, out var begin)) return Refuse(context, From.Name, from);
        if (!MomentText.TryParse(to, zone, now, out var end)) return Refuse(context, To.Name, to);
        long fromMs = begin.ToUnixTimeMilliseconds();
        // A beginning that was not said to the second begins with a whole bucket.
        if (every is { } span && from.StartsWith('-')) fromMs -= PositiveRest(fromMs + (long)zone.GetUtcOffset(begin).TotalMilliseconds,
            (long)span.TotalMilliseconds);
        if (fromMs < end.ToUnixTimeMilliseconds()) return new HistoryRange(fromMs, end.ToUnixTimeMilliseconds(), zone);
        Wording message = ($"{From.Name} {from} is not before {To.Name} {to}", $"{From.Name} {from} 不早于 {To.Name} {to}");
        context.Fail(message);
        return null;
    }

    /// <summary>The range for people: in UTC, and the site's zone.</summary>
    public override string ToString() =>
        $"{MomentText.Utc(FromMs)} … {MomentText.Utc(ToMs)}   {Zone.Id} ({OffsetText(Zone.GetUtcOffset(DateTimeOffset.FromUnixTimeMilliseconds(FromMs)))})";

    private static string OffsetText(TimeSpan offset) => $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}";

    private static long PositiveRest(long value, long by) => ((value % by) + by) % by;

    private static HistoryRange? Refuse(CommandContext context, string option, string text)
    {
        context.Fail(
            ($"'{text}' cannot be {option}", $"{option} 不能为 “{text}”"),
            help: ("write 2026-11-22, 2026-11-22T10:30 (the site's time), 2026-11-22T02:30:00Z, -24h or now",
                "写作 2026-11-22、2026-11-22T10:30（站点时间）、2026-11-22T02:30:00Z、-24h 或 now"));
        return null;
    }
}
