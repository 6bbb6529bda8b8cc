namespace Gateway.Core.Buffering;

/// <summary>What a lane holds.</summary>
/// <param name="Oldest">Sequence of the oldest message still there; equal to <see cref="Next"/> when the lane is empty.</param>
/// <param name="Next">Sequence that the next sealed message gets; 1 in a new store.</param>
public readonly record struct LaneExtent(long Oldest, long Next)
{
    public long Last => Next - 1;
}
