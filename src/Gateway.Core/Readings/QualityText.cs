using System.Diagnostics.CodeAnalysis;

namespace Gateway.Core.Readings;

/// <summary>The words for quality on every surface: feed, profile, export, page.</summary>
public static class QualityText
{
    private static readonly string[] _words =
    [
        "", "startup", "timeout", "check-sum", "exception", "mismatch", "comm-failure", "out-of-range", "sensor-fault", "calibrating",
        "calibration-due", "maintenance", "stale", "stuck", "disabled", "estimated", "manual", "not-assigned", "clock-unsure", "unexplained",
        "wrong-device", "unstable", "not-ready", "unconfirmed",
    ];

    private static readonly string[][] _texts = [Prefixed("G"), Prefixed("U"), Prefixed("B")];

    /// <summary>The reasons a profile may name, in order of their numbers.</summary>
    public static IReadOnlyList<string> Reasons { get; } = _words[1..];

    public static string Of(QualityReason reason) => (int)reason < _words.Length ? _words[(int)reason] : "unknown";

    public static string Of(Quality quality) =>
        (int)quality.Status < _texts.Length && (int)quality.Reason < _words.Length ? _texts[(int)quality.Status][(int)quality.Reason] : "B:unknown";

    public static bool TryParseReason(string text, out QualityReason reason)
    {
        int at = Array.IndexOf(_words, text, 1);
        reason = at > 0 ? (QualityReason)at : QualityReason.None;
        return at > 0;
    }

    /// <summary>Reads <c>G</c>, <c>U:reason</c>, <c>B:reason</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Quality quality)
    {
        quality = Quality.Good;
        if (text is null || text.Length == 0) return false;
        int status = "GUB".IndexOf(text[0], StringComparison.Ordinal);
        if (status < 0) return false;
        var reason = QualityReason.None;
        if (text.Length > 1 && (text[1] != ':' || !TryParseReason(text[2..], out reason))) return false;
        quality = new Quality((QualityStatus)status, reason);
        return true;
    }

    private static string[] Prefixed(string letter) => [.. _words.Select(word => word.Length == 0 ? letter : $"{letter}:{word}")];
}
