using Gateway.Core.History;
using Gateway.Core.Readings;

namespace Gateway.Cli.Rows;

/// <summary>A reading or a bucket as a JSON object.</summary>
internal static class JsonRow
{
    public static string Of(HistoryPoint point, in Reading reading) =>
        $$"""{"time":"{{MomentText.Utc(reading.TimeMs)}}","point":{{RowText.Json(point.Id)}},"value":{{RowText.JsonValue(reading)}},"unit":{{RowText.Json(point.Unit)}},"quality":"{{QualityText.Of(reading.Quality)}}"}""";

    public static string Of(HistoryPoint point, in HistoryBucket bucket) =>
        $$"""{"time":"{{MomentText.Utc(bucket.FromMs)}}","point":{{RowText.Json(point.Id)}},"minimum":{{RowText.JsonNumber(bucket.Minimum)}},"maximum":{{RowText.JsonNumber(bucket.Maximum)}},"mean":{{RowText.JsonNumber(bucket.Mean)}},"unit":{{RowText.Json(point.Unit)}},"count":{{bucket.Count}},"good":{{bucket.Good}}}""";
}
