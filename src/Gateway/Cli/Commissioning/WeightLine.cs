using Gateway.Fieldbus.Scales;

namespace Gateway.Cli.Commissioning;

/// <summary>What a weighing frame says, as JSON. What it does not say is null.</summary>
/// <param name="Kind">report, refused or answer.</param>
/// <param name="Condition">ok, held, zero_not_captured, over_range, under_range, out_of_range, no_stability or error.</param>
/// <param name="Error">The device's own code.</param>
internal sealed record WeightLine(
    string Kind, decimal? Gross, decimal? Net, decimal? Tare, decimal? Displayed, string? Unit, bool? Stable, string Condition, string? Error, int? Address)
{
    public static WeightLine Of(ScaleFrame frame)
    {
        var report = frame.Report;
        return new WeightLine(
            frame.Result.ToString().ToLowerInvariant(), report.Gross?.ToDecimal(), report.Net?.ToDecimal(), report.Tare?.ToDecimal(),
            report.Displayed?.ToDecimal(),
            ScaleUnits.Symbol(report.Unit, report.UnitText) is { Length: > 0 } unit ? unit : null, report.Stable, ConditionOf(report.Condition),
            report.ErrorCode,
            report.Address);
    }

    private static string ConditionOf(ScaleCondition condition) => condition switch
    {
        ScaleCondition.Ok => "ok",
        ScaleCondition.Held => "held",
        ScaleCondition.ZeroNotCaptured => "zero_not_captured",
        ScaleCondition.OverRange => "over_range",
        ScaleCondition.UnderRange => "under_range",
        ScaleCondition.OutOfRange => "out_of_range",
        ScaleCondition.NoStability => "no_stability",
        ScaleCondition.NotNow => "not_now",
        _ => "error",
    };
}
