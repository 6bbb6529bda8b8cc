namespace Gateway.Core.Buffering;

/// <summary>How long to leave a failing disk alone: 1 s doubling to 30 s.</summary>
internal static class RetryDelay
{
    private const int LongestSeconds = 30;

    /// <param name="failures">Failures in a row so far, at least 1.</param>
    public static TimeSpan After(int failures) => TimeSpan.FromSeconds(Math.Min(LongestSeconds, 1 << Math.Min(failures - 1, 5)));
}
