using System.Runtime.CompilerServices;

namespace Gateway.Testing;

/// <summary>How long a test waits for something that must happen. Long, because it is only used up when the test fails.</summary>
public static class Patience
{
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Waits until something is true that nobody tells of.</summary>
    /// <exception cref="TimeoutException">It did not come true in time.</exception>
    public static async Task UntilAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? expression = null)
    {
        using var deadline = new CancellationTokenSource(Limit);
        while (!condition())
        {
            if (deadline.IsCancellationRequested) throw new TimeoutException($"Did not come true in time: {expression}");
            await Task.Yield();
        }
    }
}
