using System.Buffers;

namespace Gateway.Core.Readings;

/// <summary>What one poll of a device gave: a reading for every point asked, good or not. Handed from Acquisition to Processing.</summary>
/// <remarks>The readings live in a rented array. Whoever takes the scan from the channel disposes it when the readings have been copied.</remarks>
public sealed class Scan : IDisposable
{
    private Reading[] _rented;

    public Scan(int device, int capacity, long monotonic)
    {
        Device = device;
        Monotonic = monotonic;
        _rented = ArrayPool<Reading>.Shared.Rent(capacity);
    }

    /// <summary>The device's number in the site model.</summary>
    public int Device { get; }

    /// <summary>The time provider's timestamp when the poll ended; alarm delays and stale limits are counted on this clock.</summary>
    public long Monotonic { get; }

    /// <summary>What the last comparison of the device with its profile found; null while there was none.</summary>
    public DeviceFindings? Findings { get; init; }

    public int Count { get; private set; }

    public ReadOnlySpan<Reading> Readings => _rented.AsSpan(0, Count);

    public void Add(in Reading reading) => _rented[Count++] = reading;

    public void Dispose()
    {
        if (_rented.Length == 0) return;
        ArrayPool<Reading>.Shared.Return(_rented, clearArray: true);
        _rented = [];
        Count = 0;
    }
}
