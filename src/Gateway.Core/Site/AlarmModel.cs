using Gateway.Core.Alarms;

namespace Gateway.Core.Site;

/// <summary>One alarm as configured: a limit on a point, or a condition of a device.</summary>
public sealed record AlarmModel
{
    public required int Number { get; init; }

    /// <summary>Stable name: <c>outlet/turbidity/high</c>, <c>outlet/comm-failure</c>. State is kept under it over restarts.</summary>
    public required string Id { get; init; }

    public required AlarmKind Kind { get; init; }

    /// <summary>Number of the device.</summary>
    public required int Device { get; init; }

    /// <summary>Number of the point for a limit alarm; null for a device alarm.</summary>
    public int? Point { get; init; }

    /// <summary>The limit in the point's unit; 0 for a device alarm.</summary>
    public double Setpoint { get; init; }

    /// <summary>How far back inside the limit the value must come before the condition counts as gone; in the point's unit.</summary>
    public double Deadband { get; init; }

    /// <summary>How long the condition must hold without a break before the alarm is raised.</summary>
    /// <remarks>
    /// Of both delays: a sample that is Bad or missing is no break, and ends no delay either. Time goes on being counted and the next good sample decides; when
    /// there is none within the point's stale limit, the delay begins anew.
    /// </remarks>
    public TimeSpan OnDelay { get; init; }

    /// <summary>How long it must be gone before the alarm returns to normal.</summary>
    public TimeSpan OffDelay { get; init; }

    /// <summary>1 (highest) to 4.</summary>
    public required int Priority { get; init; }

    /// <summary>Where the limit comes from: standard, edition and clause, or "site".</summary>
    public required string Source { get; init; }
}
