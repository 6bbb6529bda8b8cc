using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Core.Alarms;

/// <summary>A limit on a value: which values are beyond it, and which are inside it by the dead band.</summary>
/// <remarks>A value that equals the setpoint is inside: limits are written as "not more than" and "not less than".</remarks>
internal readonly record struct LimitCondition
{
    private readonly bool _isUpper;
    private readonly double _setpoint;
    private readonly double _gone;

    /// <param name="kind">One of the four limit kinds.</param>
    /// <param name="setpoint">In the point's unit.</param>
    /// <param name="deadband">In the point's unit, 0 or more.</param>
    public LimitCondition(AlarmKind kind, double setpoint, double deadband)
    {
        _isUpper = kind is AlarmKind.High or AlarmKind.HighHigh;
        _setpoint = setpoint;
        _gone = Sum(setpoint, _isUpper ? -deadband : deadband);
    }

    public static LimitCondition Of(AlarmModel alarm) => new(alarm.Kind, alarm.Setpoint, alarm.Deadband);

    /// <summary>Judges a reading: Uncertain counts, Bad and what is no number do not.</summary>
    public Evidence Judge(in Reading reading) =>
        reading.Quality.IsBad || reading.Kind is not (ValueKind.Number or ValueKind.Boolean) ? Evidence.Unknown : Judge(reading.Number);

    public Evidence Judge(double value) => (_isUpper ? value > _setpoint : value < _setpoint) ? Evidence.Present
        : (_isUpper ? value <= _gone : value >= _gone) ? Evidence.Absent
        : Evidence.Neither;

    // Setpoints and dead bands are written in decimals, and so are most values: 0.3 less 0.1 must be the double of 0.2, which the doubles' difference is not.
    private static double Sum(double a, double b) => Math.Abs(a) < 1e20 && Math.Abs(b) < 1e20 ? (double)((decimal)a + (decimal)b) : a + b;
}
