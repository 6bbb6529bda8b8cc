using Gateway.Core.Documents;
using Gateway.Fieldbus.Serial;

namespace Gateway.Core.Commissioning;

/// <summary>A part of a scan: these addresses at each of these settings.</summary>
/// <param name="Settings">Empty on a network, where there is nothing to set.</param>
internal sealed record ScanPass(Wording Name, IReadOnlyList<SerialSettings> Settings, IReadOnlyList<byte> Units)
{
    /// <summary>Whether it is for when those before it found nobody: a bus works at one setting only.</summary>
    public bool IsLastResort { get; init; }

    /// <summary>Whether it has so many probes that only a prompt answer is waited for; a late one is heard all the same.</summary>
    public bool IsHurried { get; init; }

    public int Probes => Units.Count * Math.Max(1, Settings.Count);

    /// <summary>Every probe in order; the settings change as seldom as possible.</summary>
    public IEnumerable<(SerialSettings? Serial, byte Unit)> Steps() =>
        Settings.Count == 0
            ? Units.Select(unit => ((SerialSettings?)null, unit))
            : Settings.SelectMany(serial => Units.Select(unit => ((SerialSettings?)serial, unit)));
}
