namespace Gateway.Core.Tests.Buffering;

/// <summary>Waits for what another thread does, generously.</summary>
internal static class Waits
{
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);

    public static async Task Until(Func<bool> condition)
    {
        long deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (!condition())
        {
            Assert.True(Environment.TickCount64 < deadline, "Waited 30 s in vain.");
            await Task.Yield();
        }
    }
}
