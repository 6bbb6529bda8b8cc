using System.Globalization;
using Gateway.Core.Documents;

namespace Gateway.Cli;

/// <summary>Moments as people write them: <c>2026-11-22</c>, <c>2026-11-22T10:30</c> (the site's time), <c>…Z</c>, <c>…+08:00</c>, <c>-24h</c>,
/// <c>now</c>.</summary>
internal static class MomentText
{
    private static readonly string[] _times = ["HH:mm", "HH:mm:ss", "HH:mm:ss.f", "HH:mm:ss.ff", "HH:mm:ss.fff"];
    private static readonly string[] _forms = ["yyyy-MM-dd", .. WithDay('T'), .. WithDay(' ')];
    private static readonly string[] _zonedForms = [.. _forms.Skip(1).Select(form => form + "K")];

    /// <param name="zone">What a time without a zone is meant in. A time that a change of the clock skips or repeats is taken as standard time.</param>
    public static bool TryParse(string text, TimeZoneInfo zone, DateTimeOffset now, out DateTimeOffset moment)
    {
        moment = now;
        if (text == "now") return true;
        if (text.StartsWith('-')) return TryParseSpan(text[1..], out var ago) && TryBefore(now, ago, out moment);
        if (DateTimeOffset.TryParseExact(text, _zonedForms, null, DateTimeStyles.AssumeUniversal, out moment) && HasZone(text))
        {
            moment = moment.ToUniversalTime();
            return true;
        }
        if (!DateTime.TryParseExact(text, _forms, null, DateTimeStyles.None, out var local)) return false;
        return TryBefore(new DateTimeOffset(local, TimeSpan.Zero), zone.GetUtcOffset(local), out moment);
    }

    /// <summary>A span as files write it; <c>m</c> is taken for minutes too.</summary>
    public static bool TryParseSpan(string text, out TimeSpan span) =>
        Durations.TryParse(text.EndsWith('m') ? text[..^1] + "min" : text, out span);

    /// <summary>ISO 8601 in UTC with milliseconds.</summary>
    public static string Utc(long timeMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds(timeMs).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static bool HasZone(string text) => text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > "yyyy-MM-dd".Length;

    private static bool TryBefore(DateTimeOffset moment, TimeSpan span, out DateTimeOffset before)
    {
        long ticks = moment.UtcTicks - span.Ticks;
        bool isPossible = ticks >= DateTimeOffset.MinValue.Ticks && ticks <= DateTimeOffset.MaxValue.Ticks;
        before = isPossible ? new DateTimeOffset(ticks, TimeSpan.Zero) : moment;
        return isPossible;
    }

    private static IEnumerable<string> WithDay(char between) => _times.Select(time => $"yyyy-MM-dd'{between}'{time}");
}
