using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Core.Documents;

/// <summary>Spans of time as files write them: a number and a unit, <c>500ms 60s 5min 2h 30d</c>.</summary>
internal static partial class Durations
{
    public const string Pattern = @"^[0-9]{1,9}(\.[0-9]{1,3})?(ms|s|min|h|d)$";

    public static bool TryParse(string text, out TimeSpan span)
    {
        var match = Form().Match(text);
        span = default;
        if (!match.Success) return false;
        decimal seconds = match.Groups[2].Value switch { "ms" => 0.001m, "s" => 1, "min" => 60, "h" => 3600, _ => 86400 };
        decimal ticks = decimal.Parse(match.Groups[1].ValueSpan, NumberStyles.AllowDecimalPoint, null) * seconds * TimeSpan.TicksPerSecond;
        if (ticks > TimeSpan.TicksPerDay * 36525m) return false;
        span = new TimeSpan((long)ticks);
        return true;
    }

    /// <summary>The shortest way to write a span.</summary>
    public static string Text(TimeSpan span) => span.Ticks switch
    {
        0 => "0s",
        var ticks when ticks % TimeSpan.TicksPerDay == 0 => $"{ticks / TimeSpan.TicksPerDay}d",
        var ticks when ticks % TimeSpan.TicksPerHour == 0 => $"{ticks / TimeSpan.TicksPerHour}h",
        var ticks when ticks % TimeSpan.TicksPerMinute == 0 => $"{ticks / TimeSpan.TicksPerMinute}min",
        var ticks when ticks % TimeSpan.TicksPerSecond == 0 => $"{ticks / TimeSpan.TicksPerSecond}s",
        var ticks => $"{ticks / TimeSpan.TicksPerMillisecond}ms",
    };

    [GeneratedRegex(@"^([0-9]{1,9}(?:\.[0-9]{1,3})?)(ms|s|min|h|d)\z")]
    private static partial Regex Form();
}
