namespace Gateway.Simulation;

/// <summary>How a quantity moves while nothing is wrong: a level, a slow swing over the day and a little noise, held within what can be.</summary>
/// <param name="Level">The usual value, in the unit the catalog names.</param>
/// <param name="Swing">Amplitude of the slow movement.</param>
/// <param name="Noise">Spread of the noise from reading to reading.</param>
/// <param name="Decimals">Decimals that such a device shows.</param>
/// <param name="Step">What an incident of this quantity drives it to; null when none does.</param>
internal sealed record Signal(double Level, double Swing, double Noise, int Decimals, double? Step = null)
{
    /// <summary>The value at a moment, the same for the same seed.</summary>
    /// <param name="elapsed">Since the simulation began.</param>
    /// <param name="seed">Tells points apart, so that two sensors never move alike.</param>
    public double At(TimeSpan elapsed, int seed)
    {
        double phase = seed % 360 / 180.0 * Math.PI;
        double swing = Swing * Math.Sin((elapsed.TotalSeconds / 600 * 2 * Math.PI) + phase);
        return Math.Round(Level + swing + NoiseAt(elapsed, seed), Decimals);
    }

    /// <summary>The noise alone, which goes on while an incident holds the level elsewhere.</summary>
    public double NoiseAt(TimeSpan elapsed, int seed) => Noise * ((HashOf(seed, (long)elapsed.TotalSeconds) / (double)uint.MaxValue * 2) - 1);

    private static uint HashOf(int seed, long tick)
    {
        ulong x = ((ulong)(uint)seed << 32) ^ (ulong)tick;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return (uint)(x >> 32);
    }
}
