using Gateway.Core.Alarms;
using Gateway.Core.Readings;

namespace Gateway.Core.Tests.Alarms;

public sealed class LimitConditionTests
{
    [Theory]
    [InlineData(AlarmKind.High, 0.8, 0.05, 0.81, nameof(Evidence.Present))]
    [InlineData(AlarmKind.High, 0.8, 0.05, 0.8, nameof(Evidence.Neither))]
    [InlineData(AlarmKind.High, 0.8, 0.05, 0.76, nameof(Evidence.Neither))]
    [InlineData(AlarmKind.High, 0.8, 0.05, 0.75, nameof(Evidence.Absent))]
    [InlineData(AlarmKind.HighHigh, 1, 0, 1, nameof(Evidence.Absent))]
    [InlineData(AlarmKind.HighHigh, 1, 0, 1.0001, nameof(Evidence.Present))]
    [InlineData(AlarmKind.Low, 6.5, 0.2, 6.49, nameof(Evidence.Present))]
    [InlineData(AlarmKind.Low, 6.5, 0.2, 6.5, nameof(Evidence.Neither))]
    [InlineData(AlarmKind.Low, 6.5, 0.2, 6.7, nameof(Evidence.Absent))]
    [InlineData(AlarmKind.LowLow, -5, 0, -5, nameof(Evidence.Absent))]
    [InlineData(AlarmKind.LowLow, -5, 0, -5.1, nameof(Evidence.Present))]
    public void A_value_is_beyond_the_limit_inside_it_or_within_the_dead_band(
        AlarmKind kind, double setpoint, double deadband, double value, string expected) =>
        Assert.Equal(expected, new LimitCondition(kind, setpoint, deadband).Judge(value).ToString());

    [Theory]
    [InlineData(AlarmKind.High, 0.3, 0.1, 0.2)]
    [InlineData(AlarmKind.Low, 0.7, 0.1, 0.8)]
    [InlineData(AlarmKind.Low, 0.1, 0.2, 0.3)]
    public void The_dead_bands_edge_is_counted_in_decimals_and_not_in_doubles(AlarmKind kind, double setpoint, double deadband, double edge) =>
        Assert.Equal(Evidence.Absent, new LimitCondition(kind, setpoint, deadband).Judge(edge));

    [Fact]
    public void A_setpoint_too_large_for_decimals_is_judged_all_the_same()
    {
        var limit = new LimitCondition(AlarmKind.High, 1e30, 1e29);

        Assert.Equal(Evidence.Present, limit.Judge(2e30));
        Assert.Equal(Evidence.Absent, limit.Judge(1e29));
    }

    [Fact]
    public void Uncertain_is_judged_and_Bad_or_wordy_readings_say_nothing()
    {
        var limit = new LimitCondition(AlarmKind.High, 1, 0);

        Assert.Equal(Evidence.Present, limit.Judge(Reading.OfNumber(0, 0, 2, Quality.Uncertain(QualityReason.CalibrationDue))));
        Assert.Equal(Evidence.Unknown, limit.Judge(Reading.OfNumber(0, 0, 2, Quality.Bad(QualityReason.OutOfRange))));
        Assert.Equal(Evidence.Unknown, limit.Judge(Reading.Missing(0, 0, Quality.Bad(QualityReason.Timeout))));
        Assert.Equal(Evidence.Unknown, limit.Judge(Reading.OfText(0, 0, "open")));
    }
}
