using System.Globalization;
using System.Text;

namespace Gateway.Hosting.Metrics;

/// <summary>Writes metrics as text of the Prometheus exposition format, version 0.0.4, with the names that OpenTelemetry's rules for Prometheus give
/// them.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Of(IEnumerable<MetricSeries> all)
    {
        var text = new StringBuilder();
        // Several instruments of one name (a room that was made anew) are one metric.
        foreach (var metric in all.GroupBy(NameOf))
        {
            var first = metric.First();
            if (first.Instrument.Description is { Length: > 0 } help)
                text.Append("# HELP ").Append(metric.Key).Append(' ').Append(Escaped(help, isLabel: false)).Append('\n');
            text.Append("# TYPE ").Append(metric.Key).Append(' ').Append(first.Kind.ToString().ToLowerInvariant()).Append('\n');
            foreach (var series in metric) Append(text, metric.Key, series);
        }
        return text.ToString();
    }

    /// <summary>Labels as they are printed, without the braces: <c>bus="plant",unit="3"</c>; sorted by name.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length == 0) return "";
        var sorted = tags.ToArray();
        Array.Sort(sorted, static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        var text = new StringBuilder();
        foreach (var (key, value) in sorted)
        {
            if (text.Length > 0) text.Append(',');
            text.Append(Name(key)).Append("=\"").Append(Escaped(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", isLabel: true)).Append('"');
        }
        return text.ToString();
    }

    /// <summary>For example <c>envgw_buffer_commit_duration_seconds</c>, <c>envgw_buffer_commits_total</c>.</summary>
    public static string NameOf(MetricSeries series)
    {
        string unit = series.Instrument.Unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            _ => "",
        };
        string name = Name(series.Instrument.Name);
        if (!name.EndsWith(unit, StringComparison.Ordinal)) name += unit;
        return series.Kind == MetricKind.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    private static void Append(StringBuilder text, string name, MetricSeries series)
    {
        foreach (var (labels, value) in series.Values()) AppendLine(text, name, labels, value);
        foreach (var (labels, histogram) in series.Histograms())
        {
            string before = labels.Length > 0 ? labels + "," : "";
            for (int bound = 0; bound < MetricSeries.Bounds.Count; bound++)
                AppendLine(text, name + "_bucket", $"{before}le=\"{Number(MetricSeries.Bounds[bound])}\"", histogram.UpTo(bound));
            AppendLine(text, name + "_bucket", before + "le=\"+Inf\"", histogram.Count);
            AppendLine(text, name + "_sum", labels, histogram.Sum);
            AppendLine(text, name + "_count", labels, histogram.Count);
        }
    }

    private static void AppendLine(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    /// <summary>Letters, digits and underscores, no digit first.</summary>
    private static string Name(string name)
    {
        string cleaned = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return cleaned.Length > 0 && char.IsAsciiDigit(cleaned[0]) ? "_" + cleaned : cleaned;
    }

    private static string Escaped(string text, bool isLabel)
    {
        text = text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
        return isLabel ? text.Replace("\"", "\\\"", StringComparison.Ordinal) : text;
    }
}
