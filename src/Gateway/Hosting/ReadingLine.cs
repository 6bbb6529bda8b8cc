using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Hosting;

/// <summary>One point's latest reading as commands show it.</summary>
/// <param name="Value">Number, boolean, text or null.</param>
/// <param name="Quality"><c>G</c>, <c>U:reason</c>, <c>B:reason</c>.</param>
/// <param name="Time">When the device answered, UTC.</param>
internal sealed record ReadingLine(string Id, object? Value, string Unit, string Quality, DateTimeOffset Time)
{
    public static ReadingLine Of(PointModel point, Reading reading)
    {
        object? value = reading.Kind switch
        {
            ValueKind.Number => reading.Number,
            ValueKind.Boolean => reading.Boolean,
            ValueKind.Text => reading.Text,
            _ => null,
        };
        return new ReadingLine(point.Id, value, point.Unit, QualityText.Of(reading.Quality), reading.Time);
    }
}
