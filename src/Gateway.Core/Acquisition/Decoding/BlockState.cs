using Gateway.Core.Readings;

namespace Gateway.Core.Acquisition.Decoding;

/// <summary>What became of one block of an image.</summary>
/// <param name="IsAnswered">Whether its bytes are the device's answer.</param>
/// <param name="TimeMs">When the answer, or the failure, arrived: UTC milliseconds.</param>
/// <param name="Failure">Why there is no answer; Bad unless answered.</param>
internal readonly record struct BlockState(bool IsAnswered, long TimeMs, Quality Failure);
