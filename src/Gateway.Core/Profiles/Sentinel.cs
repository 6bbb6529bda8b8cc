using Gateway.Core.Readings;

namespace Gateway.Core.Profiles;

/// <summary>Raw bytes that are not a value but a statement, compared as they stand in the answer after byte order was applied (most significant
/// first).</summary>
/// <param name="Bytes">The exact bytes; empty for "any NaN" of a float.</param>
/// <param name="Quality">What the reading then is; its value is left out.</param>
public sealed record Sentinel(ReadOnlyMemory<byte> Bytes, Quality Quality)
{
    public bool IsAnyNaN => Bytes.IsEmpty;
}
