using System.Globalization;
using Gateway.Core.History;
using Gateway.Core.Readings;

namespace Gateway.Cli.Rows;

/// <summary>Columns for people: UTC, the site's time, then what was measured. Their widths are fixed, so that rows can be written as they come.</summary>
internal sealed class TextRows(CommandContext context, TimeZoneInfo zone) : IReadingRows
{
    private readonly RowBuffer _rows = new(context.Out);
    private bool _hasHeading;

    public void Add(HistoryPoint point, in Reading reading)
    {
        Heading($"{context.Say("VALUE", "值"),-16} {context.Say("QUALITY", "质量")}");
        _rows.Append($"{Times(reading.TimeMs)}  {Unless(RowText.Value(reading)),-16} {QualityText.Of(reading.Quality)}\n");
    }

    public void Add(HistoryPoint point, in HistoryBucket bucket)
    {
        Heading($"{context.Say("MINIMUM", "最小值"),-12} {context.Say("MAXIMUM", "最大值"),-12} {context.Say("MEAN", "平均值"),-12} {context.Say("COUNT", "个数"),8}  {context.Say("GOOD", "良好")}");
        string good = bucket.GoodShare is { } share ? share.ToString("P0", CultureInfo.InvariantCulture) : "-";
        _rows.Append($"{Times(bucket.FromMs)}  {Short(bucket.Minimum),-12} {Short(bucket.Maximum),-12} {Short(bucket.Mean),-12} {bucket.Count,8}  {good}\n");
    }

    public void End() => _rows.Flush();

    private string Times(long timeMs)
    {
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(timeMs), zone);
        return $"{MomentText.Utc(timeMs)}  {local.ToString("MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture)}";
    }

    private void Heading(string rest)
    {
        if (_hasHeading) return;
        _hasHeading = true;
        _rows.Append($"{context.Say("TIME (UTC)", "时间（UTC）"),-24}  {context.Say("LOCAL TIME", "当地时间"),-21}  {rest}\n");
    }

    private static string Short(double? number) => Unless(number?.ToString("G9", CultureInfo.InvariantCulture) ?? "");

    private static string Unless(string text) => text.Length == 0 ? "-" : text;
}
