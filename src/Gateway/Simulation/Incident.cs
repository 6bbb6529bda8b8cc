using System.Globalization;

namespace Gateway.Simulation;

/// <summary>One thing that goes wrong, and when.</summary>
/// <param name="Target">Point id (<c>outlet/turbidity</c>), or device name for <see cref="IncidentKind.Silent"/>.</param>
/// <param name="Start">Since the simulation, or the cycle, began.</param>
/// <param name="Duration">How long it lasts; a gain stays until the simulation ends.</param>
/// <param name="Value">The value gone to, or the weight gained, in the point's unit.</param>
internal sealed record Incident(IncidentKind Kind, string Target, TimeSpan Start, TimeSpan Duration, double Value)
{
    private static readonly TimeSpan _longestRamp = TimeSpan.FromSeconds(4);

    /// <summary>
    /// Reads <c>value:outlet/turbidity@10s+40s=1.6</c>, <c>gain:sharps-bin/weight@15s=3.6</c>, <c>silent:room3@60s+20s</c>, <c>hold:outlet/ph=7.21</c>.
    /// </summary>
    public static bool TryParse(string text, out Incident incident)
    {
        incident = new Incident(IncidentKind.Value, "", default, default, 0);
        int colon = text.IndexOf(':', StringComparison.Ordinal), at = text.LastIndexOf('@');
        if (text.StartsWith("hold:", StringComparison.OrdinalIgnoreCase)) return TryHold(text[(colon + 1)..], out incident);
        if (colon <= 0 || at <= colon + 1) return false;
        if (!Enum.TryParse(text[..colon], ignoreCase: true, out IncidentKind kind) || char.IsDigit(text[0]) || kind == IncidentKind.Hold) return false;

        string when = text[(at + 1)..];
        double value = 0;
        int equals = when.IndexOf('=', StringComparison.Ordinal);
        if (equals >= 0 && !double.TryParse(when.AsSpan(equals + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out value)) return false;
        if (equals < 0 && kind != IncidentKind.Silent) return false;
        string[] times = (equals >= 0 ? when[..equals] : when).Split('+');
        var duration = TimeSpan.Zero;
        if (!TrySeconds(times[0], out var start) || times.Length > 2 || (times.Length == 2 && !TrySeconds(times[1], out duration))) return false;
        if (kind != IncidentKind.Gain && duration <= TimeSpan.Zero) return false;
        incident = new Incident(kind, text[(colon + 1)..at], start, duration, value);
        return true;
    }

    /// <summary>How long a value takes to go there, and back again: water and air do not jump, and a bag settles.</summary>
    public TimeSpan Ramp => Kind switch
    {
        IncidentKind.Gain => TimeSpan.FromSeconds(2),
        IncidentKind.Value when Duration < 3 * _longestRamp => Duration / 3,
        IncidentKind.Value => _longestRamp,
        _ => TimeSpan.Zero,
    };

    /// <summary>When the last trace of it is gone.</summary>
    public TimeSpan End => Start + Duration + Ramp;

    /// <summary>Whether it is under way.</summary>
    /// <param name="elapsed">Since the simulation, or the cycle, began.</param>
    public bool IsActive(TimeSpan elapsed) => elapsed >= Start && (Kind is IncidentKind.Gain or IncidentKind.Hold || elapsed < Start + Duration);

    /// <summary>How far a value has gone to the incident's: 0 not at all, 1 there. Smooth at both ends.</summary>
    /// <param name="elapsed">Since the simulation, or the cycle, began.</param>
    public double Share(TimeSpan elapsed)
    {
        if (elapsed <= Start || (Kind != IncidentKind.Gain && elapsed >= End)) return 0;
        double rising = Math.Clamp((elapsed - Start) / Ramp, 0, 1);
        double falling = Kind == IncidentKind.Gain ? 0 : Math.Clamp((elapsed - Start - Duration) / Ramp, 0, 1);
        return Smooth(rising) - Smooth(falling);
    }

    private static double Smooth(double share) => share * share * (3 - (2 * share));

    private static bool TryHold(string text, out Incident incident)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        bool isNumber = double.TryParse(text.AsSpan(equals + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value);
        incident = new Incident(IncidentKind.Hold, equals > 0 ? text[..equals] : "", default, default, value);
        return equals > 0 && isNumber;
    }

    private static bool TrySeconds(string text, out TimeSpan time)
    {
        time = default;
        if (!text.EndsWith('s')) return false;
        if (!double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)) return false;
        if (seconds is not (>= 0 and < 1e6)) return false;
        time = TimeSpan.FromSeconds(seconds);
        return true;
    }
}
