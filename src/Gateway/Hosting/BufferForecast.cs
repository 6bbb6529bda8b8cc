namespace Gateway.Hosting;

/// <summary>How much time the buffer holds when readings come as they have come so far.</summary>
internal static class BufferForecast
{
    /// <summary>Less says nothing: a store has a size before it has readings.</summary>
    private static readonly TimeSpan _shortest = TimeSpan.FromHours(1);

    /// <param name="held">From the oldest reading that is stored to now.</param>
    /// <returns>Days until the buffer is full from empty; null while too little is known.</returns>
    public static double? Days(long sizeBytes, long maximumBytes, TimeSpan held) =>
        held < _shortest || sizeBytes <= 0 ? null : Math.Round(held.TotalDays * maximumBytes / sizeBytes, 1);
}
