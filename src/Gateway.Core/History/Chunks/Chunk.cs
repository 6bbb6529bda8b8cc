namespace Gateway.Core.History.Chunks;

/// <summary>The bytes of a chunk: one point's readings of at most an hour. What they mean is described for people in History/FORMAT.md.</summary>
/// <remarks>Version; number of readings; times; words; runs of equal kind, quality and word; numbers. All in one stream of bits.</remarks>
internal static class Chunk
{
    public const byte Version = 1;

    /// <summary>Most readings of a chunk: an hour at two a second. A busier point has several.</summary>
    public const int MaximumReadings = 8192;

    // A run's code: kind, quality. Booleans are kinds of their own here, so that a state that stays takes no bits at all.
    public const int None = 0;
    public const int False = 1;
    public const int True = 2;
    public const int Text = 3;
    public const int Number = 4;
    public const int KindBits = 3;
    public const int StatusBits = 2;
    public const int ReasonBits = 8;

    /// <summary>Numbers: eight bits of decimals, then the digits as whole numbers.</summary>
    public const int Decimals = 0;

    /// <summary>Numbers: as <see cref="XorFloats"/>.</summary>
    public const int Floats = 1;

    public const int FormBits = 1;
}
