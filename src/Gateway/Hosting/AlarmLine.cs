namespace Gateway.Hosting;

/// <summary>One alarm as commands show it.</summary>
/// <param name="Occurrence">What an acknowledgement must name.</param>
/// <param name="Since">When it entered this state, UTC.</param>
/// <param name="Value">The value that decided, in <paramref name="Unit"/>; null for a device alarm.</param>
internal sealed record AlarmLine(
    string Id, string Occurrence, string State, int Priority, DateTimeOffset Since, double? Value, double? Setpoint, string? Unit, string Kind,
    string Label, string LabelZh)
{
    /// <summary>The state beneath while it is shelved; null when it is not.</summary>
    public string? Base { get; init; }

    /// <summary>When it comes back by itself, UTC; null when it is not shelved.</summary>
    public DateTimeOffset? ShelvedUntil { get; init; }

    public string? ShelvedBy { get; init; }

    /// <summary>What was wrong when it was raised, such as the identity check that failed or what was lost; null for a limit.</summary>
    public string? Note { get; init; }

    /// <summary>The same in Chinese.</summary>
    public string? NoteZh { get; init; }

    /// <summary>A command that shows more of it; null for a limit.</summary>
    public string? Next { get; init; }
}
