using Gateway.Core.Site;

namespace Gateway.Core.Profiles;

/// <summary>What holds when a profile says nothing.</summary>
internal static class ProfileDefaults
{
    /// <summary>All: a profile restricts only what its manual rules out.</summary>
    public static IReadOnlyList<BusFraming> Framings { get; } = [BusFraming.Rtu, BusFraming.Ascii, BusFraming.Mbap];

    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a scale that talks by itself may be silent: the slowest known sends a frame in a second or two.</summary>
    public static TimeSpan StreamTimeout { get; } = TimeSpan.FromSeconds(3);
}
