using System.Globalization;

namespace Gateway.Hosting;

/// <summary>Times as people at the site read them on their own clocks.</summary>
internal sealed class SiteZone(TimeZoneInfo zone)
{
    /// <param name="name">IANA name; null for this machine's own. UTC stands in for one that this machine does not know, as problem C124 says.</param>
    public static SiteZone Of(string? name) =>
        new(name is null ? TimeZoneInfo.Local : TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found) ? found : TimeZoneInfo.Utc);

    /// <summary>Date and time.</summary>
    public string Stamp(DateTimeOffset time) => Local(time).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Time of day.</summary>
    public string Time(DateTimeOffset time) => Local(time).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>What the clocks there differ from UTC: <c>UTC+08:00</c>.</summary>
    public string Offset(DateTimeOffset time) => Local(time).ToString("'UTC'zzz", CultureInfo.InvariantCulture);

    private DateTimeOffset Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, zone);
}
