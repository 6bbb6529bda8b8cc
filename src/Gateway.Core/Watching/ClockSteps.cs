using Gateway.Core.Auditing;
using Gateway.Core.Buffering;

namespace Gateway.Core.Watching;

/// <summary>Notices that the wall clock was set: it then moves otherwise than the monotonic one. No I/O.</summary>
internal sealed class ClockSteps
{
    /// <summary>A clock that is steered differs by less; one that is set by less does no harm.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    private (DateTimeOffset Wall, TimeSpan Monotonic)? _before;

    /// <returns>What is to be told; null when the clock only went on.</returns>
    public Happening? Take(DateTimeOffset wall, TimeSpan monotonic, ClockState state)
    {
        var before = _before;
        _before = (wall, monotonic);
        if (before is not var (wasWall, wasMonotonic)) return null;
        var by = wall - wasWall - (monotonic - wasMonotonic);
        if (by.Duration() <= Least) return null;
        return new Happening(MessageKind.Clock, AuditEntry.Of(AuditKind.ClockStep, AuditEntry.Gateway, json =>
        {
            json.WriteNumber("by_ms", (long)by.TotalMilliseconds);
            json.WriteNumber("from", (wall - by).ToUnixTimeMilliseconds());
            json.WriteNumber("to", wall.ToUnixTimeMilliseconds());
            json.WriteBoolean("synchronised", state == ClockState.Synchronized);
        }));
    }
}
