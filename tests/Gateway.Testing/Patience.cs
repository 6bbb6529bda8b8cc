namespace Gateway.Testing;

/// <summary>How long a test waits for something that must happen. Long, because it is only used up when the test fails.</summary>
public static class Patience
{
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(30);
}
