using System.Text.Json;
using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Hosting;

/// <summary>Writes latest readings for platforms that ask.</summary>
/// <param name="latest">The latest reading of a point, by its number.</param>
internal sealed class LatestPoints(SiteModel site, Func<int, Reading> latest)
{
    private readonly Dictionary<string, int> _numbers = site.Points.ToDictionary(point => point.Id, point => point.Number);

    /// <summary>Writes <c>"point": [time, value, quality]</c>.</summary>
    /// <returns>False when there is no such point.</returns>
    public bool TryWrite(Utf8JsonWriter json, string point)
    {
        if (!_numbers.TryGetValue(point, out int number)) return false;
        var reading = latest(number);
        json.WriteStartArray(point);
        json.WriteNumberValue(reading.TimeMs);
        switch (reading.Kind)
        {
            case ValueKind.Number:
                json.WriteNumberValue(reading.Number);
                break;
            case ValueKind.Boolean:
                json.WriteBooleanValue(reading.Boolean);
                break;
            case ValueKind.Text:
                json.WriteStringValue(reading.Text);
                break;
            default:
                json.WriteNullValue();
                break;
        }
        json.WriteStringValue(QualityText.Of(reading.Quality));
        json.WriteEndArray();
        return true;
    }
}
