using Gateway.Core.History;
using Gateway.Core.Readings;

namespace Gateway.Cli.Rows;

/// <summary>One JSON object with all rows, written as they come.</summary>
/// <param name="list">What the rows are called: readings or buckets.</param>
/// <param name="troubles">Asked at the end: what could not be read.</param>
internal sealed class JsonRows(TextWriter output, string point, HistoryRange range, string list, Func<IReadOnlyList<HistoryTrouble>> troubles) : IReadingRows
{
    private readonly RowBuffer _rows = new(output);
    private bool _hasRows;

    public void Add(HistoryPoint point, in Reading reading) => Add(JsonRow.Of(point, reading));

    public void Add(HistoryPoint point, in HistoryBucket bucket) => Add(JsonRow.Of(point, bucket));

    public void End()
    {
        if (!_hasRows) _rows.Append(Head);
        string said = string.Join(
            ',', troubles().Select(t => $$"""{"file":{{RowText.Json(t.Path)}},"hour":{{HourOf(t)}},"reason":{{RowText.Json(t.Reason.English)}}}"""));
        _rows.Append($"{(_hasRows ? "\n" : "")}],\"troubles\":[{said}]}}\n");
        _rows.Flush();
    }

    private string Head =>
        $$"""{"schema":"envgw.history/1","point":{{RowText.Json(point)}},"from":"{{MomentText.Utc(range.FromMs)}}","to":"{{MomentText.Utc(range.ToMs)}}","timezone":{{RowText.Json(range.Zone.Id)}},"{{list}}":[""";

    private void Add(string row)
    {
        _rows.Append(_hasRows ? ",\n" : Head + "\n");
        _hasRows = true;
        _rows.Append(row);
    }

    private static string HourOf(HistoryTrouble trouble) => trouble.Hour is { } hour ? RowText.Json(MomentText.Utc(hour.ToUnixTimeMilliseconds())) : "null";
}
