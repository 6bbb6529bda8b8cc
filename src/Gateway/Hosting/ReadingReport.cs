namespace Gateway.Hosting;

/// <summary>The latest reading of every point, as the local API says it.</summary>
internal sealed record ReadingReport(string Schema, string Gateway, IReadOnlyList<ReadingLine> Readings)
{
    public static ReadingReport Of(GatewayRooms rooms)
    {
        var site = rooms.Site;
        return new ReadingReport("envgw.readings/1", site.Id, [.. site.Points.Select(point => ReadingLine.Of(point, rooms.LatestOf(point.Number)))]);
    }
}
