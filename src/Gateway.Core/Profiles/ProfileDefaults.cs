using Gateway.Core.Site;

namespace Gateway.Core.Profiles;

/// <summary>What holds when a profile says nothing.</summary>
internal static class ProfileDefaults
{
    /// <summary>All: a profile restricts only what its manual rules out.</summary>
    public static IReadOnlyList<BusFraming> Framings { get; } = [BusFraming.Rtu, BusFraming.Ascii, BusFraming.Mbap];

    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(1);
}
