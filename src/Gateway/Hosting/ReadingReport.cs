using Gateway.Core.Readings;

namespace Gateway.Hosting;

/// <summary>The latest reading of every point, as the local API says it.</summary>
internal sealed record ReadingReport(string Schema, string Gateway, IReadOnlyList<ReadingLine> Readings)
{
    public static ReadingReport Of(GatewayRooms rooms)
    {
        var site = rooms.Site;
        return new ReadingReport("envgw.readings/1", site.Id, [.. site.Points.Select(point => LineOf(point.Id, point.Unit, rooms.LatestOf(point.Number)))]);
    }

    private static ReadingLine LineOf(string id, string unit, Reading reading)
    {
        object? value = reading.Kind switch
        {
            ValueKind.Number => reading.Number,
            ValueKind.Boolean => reading.Boolean,
            ValueKind.Text => reading.Text,
            _ => null,
        };
        return new ReadingLine(id, value, unit, QualityText.Of(reading.Quality), reading.Time);
    }
}
