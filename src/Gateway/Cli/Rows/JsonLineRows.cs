using Gateway.Core.History;
using Gateway.Core.Readings;

namespace Gateway.Cli.Rows;

/// <summary>One JSON object a line; times in UTC.</summary>
internal sealed class JsonLineRows(TextWriter output) : IReadingRows
{
    private readonly RowBuffer _rows = new(output);

    public void Add(HistoryPoint point, in Reading reading) => _rows.Append(JsonRow.Of(point, reading) + "\n");

    public void Add(HistoryPoint point, in HistoryBucket bucket) => _rows.Append(JsonRow.Of(point, bucket) + "\n");

    public void End() => _rows.Flush();
}
