using Gateway.Core.History;
using Gateway.Core.Readings;

namespace Gateway.Cli.Rows;

/// <summary>Comma separated values (RFC 4180), one line of headings; times in UTC.</summary>
internal sealed class CsvRows(TextWriter output) : IReadingRows
{
    private readonly RowBuffer _rows = new(output);
    private bool _hasHeading;

    public void Add(HistoryPoint point, in Reading reading)
    {
        Heading("time,point,value,unit,quality");
        _rows.Append($"{MomentText.Utc(reading.TimeMs)},{RowText.Csv(point.Id)},{RowText.Csv(RowText.Value(reading))},{RowText.Csv(point.Unit)},{QualityText.Of(reading.Quality)}\n");
    }

    public void Add(HistoryPoint point, in HistoryBucket bucket)
    {
        Heading("time,point,minimum,maximum,mean,unit,count,good");
        _rows.Append(
            $"{MomentText.Utc(bucket.FromMs)},{RowText.Csv(point.Id)},{RowText.Number(bucket.Minimum)},{RowText.Number(bucket.Maximum)},{RowText.Number(bucket.Mean)},{RowText.Csv(point.Unit)},{bucket.Count},{bucket.Good}\n");
    }

    public void End()
    {
        Heading("time,point,value,unit,quality");
        _rows.Flush();
    }

    private void Heading(string heading)
    {
        if (_hasHeading) return;
        _hasHeading = true;
        _rows.Append(heading + "\n");
    }
}
