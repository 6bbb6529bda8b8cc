using Gateway.Core.Readings;
using Gateway.Fieldbus.Scales;

namespace Gateway.Core.Acquisition.Weighing;

/// <summary>What a scale's own words about a weight make of its quality.</summary>
internal static class WeightQuality
{
    /// <summary>The quality of the weights of a report.</summary>
    /// <param name="isStable">By the frame or by the profile's rule; null when nobody knows, which is no reason to doubt.</param>
    /// <remarks>
    /// A moving weight is uncertain and not bad: its limit alarms still see it, and their delays ride out the swing of a lid. Without a captured zero
    /// every weight has an unknown offset, as while a scale is adjusted.
    /// </remarks>
    public static Quality Of(ScaleCondition condition, bool? isStable) => condition switch
    {
        ScaleCondition.OverRange or ScaleCondition.UnderRange or ScaleCondition.OutOfRange => Quality.Bad(QualityReason.OutOfRange),
        ScaleCondition.NoStability => Quality.Bad(QualityReason.Unstable),
        ScaleCondition.NotNow => Quality.Bad(QualityReason.NotReady),
        ScaleCondition.Error => Quality.Bad(QualityReason.SensorFault),
        ScaleCondition.ZeroNotCaptured => Quality.Uncertain(QualityReason.Calibrating),
        ScaleCondition.Held => Quality.Uncertain(QualityReason.Stuck),
        _ => isStable == false ? Quality.Uncertain(QualityReason.Unstable) : Quality.Good,
    };
}
