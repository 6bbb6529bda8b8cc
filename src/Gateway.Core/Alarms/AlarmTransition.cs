namespace Gateway.Core.Alarms;

/// <summary>One change of an alarm's state: what is stored at once and sent in the event lane. Carries both ends, so that a lost one shows.</summary>
public sealed record AlarmTransition
{
    /// <summary>Number of the alarm in the site model; -1 when the model at hand does not have it.</summary>
    public required int Alarm { get; init; }

    public required string AlarmId { get; init; }

    /// <summary>Names one going-into-alarm and all that follows from it until normal; new for each entry into Unacknowledged.</summary>
    public required string Occurrence { get; init; }

    /// <summary>The state that was shown before.</summary>
    public required AlarmState From { get; init; }

    /// <summary>The state that is shown from now on. The same as before when only the base state of a shelved alarm, or its time, has changed.</summary>
    public required AlarmState To { get; init; }

    /// <summary>The base state while the alarm is shelved; null when it is not.</summary>
    public AlarmState? Base { get; init; }

    /// <summary>When a shelved alarm comes back by itself: UTC milliseconds; null when it is not shelved.</summary>
    public long? UntilMs { get; init; }

    /// <summary>When the state changed: UTC milliseconds.</summary>
    public required long TimeMs { get; init; }

    /// <summary>Source time of the first sample that showed the condition.</summary>
    public required long OnSinceMs { get; init; }

    /// <summary>The value that decided; null for device alarms and acknowledgements.</summary>
    public double? Value { get; init; }

    /// <summary>Who acknowledged, shelved or brought back; null when the alarm changed by itself.</summary>
    public string? Actor { get; init; }

    public string? Note { get; init; }
}
