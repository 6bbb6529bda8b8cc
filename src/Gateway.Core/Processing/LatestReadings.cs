using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Core.Processing;

/// <summary>The latest reading of every point, for pages, status and commands. One loop writes, anybody reads, nobody waits for the other.</summary>
/// <remarks>
/// A sequence lock a device: odd while its readings are being written. A reader that was overtaken reads again, so it never sees half a reading, and the
/// writer never sees a reader.
/// </remarks>
public sealed class LatestReadings
{
    private readonly Reading[] _readings;
    private readonly int[] _deviceOf;
    private readonly int[] _versions;

    /// <param name="startMs">When the gateway started, UTC milliseconds: the time of a point that has not been read yet.</param>
    internal LatestReadings(SiteModel site, long startMs)
    {
        _readings = [.. site.Points.Select(point => Reading.Missing(point.Number, startMs, Quality.Bad(QualityReason.Startup)))];
        _deviceOf = [.. site.Points.Select(point => point.Device)];
        _versions = new int[site.Devices.Count];
    }

    public int Count => _readings.Length;

    /// <summary>A point's latest reading; Bad with reason startup until there is one.</summary>
    /// <param name="point">Its number in the site model.</param>
    public Reading this[int point]
    {
        get
        {
            ref int version = ref _versions[_deviceOf[point]];
            var spin = new SpinWait();
            while (true)
            {
                int before = Volatile.Read(ref version);
                var reading = _readings[point];
                Volatile.ReadBarrier();
                if ((before & 1) == 0 && Volatile.Read(ref version) == before) return reading;
                spin.SpinOnce();
            }
        }
    }

    /// <summary>Takes over a device's readings.</summary>
    internal void Update(int device, ReadOnlySpan<Reading> readings)
    {
        ref int version = ref _versions[device];
        version++;
        Volatile.WriteBarrier();
        try
        {
            foreach (ref readonly var reading in readings) _readings[reading.Point] = reading;
        }
        finally
        {
            // Also when a reading names no point of ours: readers would wait for ever.
            Volatile.Write(ref version, version + 1);
        }
    }
}
