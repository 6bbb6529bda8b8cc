using Gateway.Core.Documents;
using Gateway.Fieldbus.Serial;

namespace Gateway.Core.Commissioning;

/// <summary>A part of a scan: these addresses at each of these settings.</summary>
/// <param name="Settings">Empty on a network, where there is nothing to set.</param>
internal sealed record ScanPass(Wording Name, IReadOnlyList<SerialSettings> Settings, IReadOnlyList<byte> Units)
{
    public int Probes => Units.Count * Math.Max(1, Settings.Count);

    /// <summary>Every probe in order; the settings change as seldom as possible.</summary>
    public IEnumerable<(SerialSettings? Serial, byte Unit)> Steps() =>
        Settings.Count == 0 ? Units.Select(unit => ((SerialSettings?)null,
            unit)) : Settings.SelectMany(serial => Units.Select(unit => ((SerialSettings?)serial, unit)));
}
