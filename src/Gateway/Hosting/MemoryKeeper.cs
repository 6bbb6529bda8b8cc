namespace Gateway.Hosting;

/// <summary>
/// Gives back to the system what the process has but no longer needs. The collector and the C library keep what they once had, for a load that may return;
/// on a box that asks some devices each second it does not, and what the start, a look at the status or a backlog took would stay for weeks.
/// </summary>
/// <param name="allocatedBytes">All that was ever allocated on the managed heap.</param>
/// <param name="giveBack">Costs some milliseconds in which everything stands still.</param>
internal sealed class MemoryKeeper(Func<long> allocatedBytes, Action giveBack, TimeProvider time)
{
    /// <summary>With less than this between two looks, there is nothing to give back.</summary>
    public const long Little = 1L << 19;

    /// <summary>With more than this between two looks, the gateway is busy: the collector comes round by itself, and what was given back would be asked for
    /// again.</summary>
    public const long Much = 64L << 20;

    public static TimeSpan LookEvery { get; } = TimeSpan.FromSeconds(10);

    public static MemoryKeeper OfThisProcess(TimeProvider time) => new(() => GC.GetTotalAllocatedBytes(), GiveBackAll, time);

    /// <summary>Gives back all that can be, at once.</summary>
    public static void GiveBackAll()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        NativeHeap.Trim();
    }

    /// <param name="allocated">Bytes since the last look.</param>
    public static bool IsWorthIt(long allocated) => allocated is > Little and < Much;

    /// <summary>Gives back now, and whenever the gateway had little to do for a while, until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        giveBack();
        long before = allocatedBytes();
        using var interval = new PeriodicTimer(LookEvery, time);
        try
        {
            while (await interval.WaitForNextTickAsync(stop))
            {
                long now = allocatedBytes();
                if (IsWorthIt(now - before)) giveBack();
                before = now;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped, as asked.
        }
    }
}
