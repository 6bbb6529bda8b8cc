namespace Gateway.Core.Site;

/// <summary>
/// The whole configuration of a gateway, checked and immutable. Rooms see this and never a file; a reload builds another and swaps one reference.
/// </summary>
/// <remarks>
/// Buses, devices, points and alarms are numbered by their place in these lists; the numbers are used on hot paths and mean nothing elsewhere.
/// </remarks>
public sealed record SiteModel
{
    /// <summary>The gateway's id on every feed: lower case letters, digits and hyphens.</summary>
    public required string Id { get; init; }

    public required LocalizedText Name { get; init; }

    /// <summary>IANA zone name; for aggregates and people. Everything on the wire is UTC.</summary>
    public required string TimeZone { get; init; }

    public required IReadOnlyList<BusModel> Buses { get; init; }

    public required IReadOnlyList<DeviceModel> Devices { get; init; }

    public required IReadOnlyList<PointModel> Points { get; init; }

    public required IReadOnlyList<AlarmModel> Alarms { get; init; }

    public required IReadOnlyList<FeedModel> Feeds { get; init; }

    public required BufferSettings Buffer { get; init; }

    /// <summary>SHA-256 over the bytes of every file the model was made of, in hex: the configuration's identity.</summary>
    public required string Digest { get; init; }
}
