using Gateway.Faults.Networks;

namespace Gateway.Faults.Site;

/// <summary>The gateway of a case.</summary>
/// <param name="DataFolder">Where it stores.</param>
internal sealed record StandSettings(string DataFolder)
{
    /// <summary>Further keys of the feed, each with a comma after it.</summary>
    public string Feed { get; init; } = "";

    /// <summary>Of the alarm "turbidity above 0.8".</summary>
    public string OnDelay { get; init; } = "300ms";

    /// <summary>The last line of the site file: <c>buffer: { … }</c> after the path.</summary>
    public string Buffer { get; init; } = "keep: 1d, maximum: 64MB, commit_every: 100ms";

    /// <summary>What the gateway believes to be the broker's port; null for the broker's own.</summary>
    public int? BrokerPort { get; init; }

    /// <summary>The network that the gateway runs in; null for the machine's own.</summary>
    public NetworkBench? Network { get; init; }

    /// <summary>A program that starts the gateway in other surroundings; a network has its own.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    /// <summary>What the gateway is told to be the broker's host; null for its address.</summary>
    public string? BrokerName { get; init; }

    /// <summary>Variables of the gateway's process.</summary>
    public IReadOnlyDictionary<string, string?>? Environment { get; init; }
}
