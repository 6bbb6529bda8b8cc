namespace Gateway.Core.Alarms;

/// <summary>One change of an alarm's state: what is stored at once and sent in the event lane. Carries both ends, so that a lost one shows.</summary>
public sealed record AlarmTransition
{
    /// <summary>Number of the alarm in the site model; -1 when the model at hand does not have it.</summary>
    public required int Alarm { get; init; }

    public required string AlarmId { get; init; }

    /// <summary>Names one going-into-alarm and all that follows from it until normal; new for each entry into Unacknowledged.</summary>
    public required string Occurrence { get; init; }

    public required AlarmState From { get; init; }

    public required AlarmState To { get; init; }

    /// <summary>When the state changed: UTC milliseconds.</summary>
    public required long TimeMs { get; init; }

    /// <summary>Source time of the first sample that showed the condition.</summary>
    public required long OnSinceMs { get; init; }

    /// <summary>The value that decided; null for device alarms and acknowledgements.</summary>
    public double? Value { get; init; }

    /// <summary>Who acknowledged; null when the alarm changed by itself.</summary>
    public string? Actor { get; init; }

    public string? Note { get; init; }
}
