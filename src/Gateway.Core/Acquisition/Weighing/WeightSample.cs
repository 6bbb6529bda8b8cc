using Gateway.Core.Readings;
using Gateway.Fieldbus.Scales;

namespace Gateway.Core.Acquisition.Weighing;

/// <summary>What is known of a scale since it was last heard: its report, whether the weight is at rest, or why there is none.</summary>
/// <param name="Report">With all three weights where two of them tell the third; null when there is none.</param>
/// <param name="IsStable">By the frame or by the profile's rule; null when nobody knows.</param>
/// <param name="Missing">Why there is no report; Good when there is one.</param>
/// <param name="TimeMs">When it arrived, or was given up: UTC milliseconds.</param>
internal readonly record struct WeightSample(WeightReport? Report, bool? IsStable, Quality Missing, long TimeMs)
{
    public static WeightSample None(Quality why, long timeMs) => new(null, null, why, timeMs);
}
