namespace Gateway.Core.Site;

/// <summary>How an alarm is judged beyond its limit; null where a file does not say.</summary>
internal sealed record AlarmConditions(double? Deadband, TimeSpan? OnDelay, TimeSpan? OffDelay, int? Priority)
{
    public static AlarmConditions None { get; } = new(null, null, null, null);

    /// <summary>These, and where they say nothing those of another.</summary>
    public AlarmConditions Or(AlarmConditions other) =>
        new(Deadband ?? other.Deadband, OnDelay ?? other.OnDelay, OffDelay ?? other.OffDelay, Priority ?? other.Priority);

    public static AlarmConditions Read(Documents.MapNode map) => new(
        Documents.MapValues.Number(map, "deadband"),
        Documents.MapValues.Duration(map, "on_delay"),
        Documents.MapValues.Duration(map, "off_delay"),
        (int?)Documents.MapValues.Integer(map, "priority"));
}
