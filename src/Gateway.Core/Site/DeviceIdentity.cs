using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Fieldbus.Scales;

namespace Gateway.Core.Site;

/// <summary>Reads how a device is told from the others on its bus: the unit identifier of a Modbus device, the address of a scale.</summary>
internal sealed class DeviceIdentity(SourceFile file, ProblemList problems)
{
    private readonly Dictionary<(int Bus, byte Unit), string> _taken = [];

    /// <returns>The unit identifier or the address; 0 for a scale that is alone on its bus.</returns>
    public byte Read(MapEntry entry, MapNode map, ProfileModel profile, BusModel bus) =>
        profile.Scale is { } scale ? Address(entry, map, profile, scale, bus) : Unit(entry, map, profile, bus);

    private byte Unit(MapEntry entry, MapNode map, ProfileModel profile, BusModel bus)
    {
        Refuse(map, "address", profile, ("write 'unit: …'", "请写 “unit: …”"));
        long unit = map.Integer("unit") is >= 0 and <= 255 and var written ? written : profile.Unit ?? 1;
        var span = (map["unit"] ?? entry.Key).Span;
        if (bus.Framing != BusFraming.Mbap && unit is 0 or > 247) problems.Add(file.Problem(SiteProblems.UnitRange, span, (int)unit));
        Take(SiteProblems.UnitTwice, span, bus, (byte)unit, entry.Name);
        return (byte)unit;
    }

    private byte Address(MapEntry entry, MapNode map, ProfileModel profile, ScaleModel scale, BusModel bus)
    {
        Refuse(map, "unit", profile, scale.IsAddressed ? ("write 'address: …'", "请写 “address: …”") : ("leave it out", "请删除"));
        if (!scale.IsAddressed)
        {
            Refuse(map, "address", profile, ("leave it out", "请删除"));
            return 0;
        }
        var (lowest, highest) = ScaleProtocols.Create(scale.Protocol, scale.Options).Addresses ?? (0, byte.MaxValue);
        long address = map.Integer("address") ?? scale.Options.Address ?? lowest;
        var span = (map["address"] ?? entry.Key).Span;
        if (address < lowest || address > highest)
        {
            problems.Add(file.Problem(ScaleBusProblems.AddressRange, span, (int)address, profile.Name, lowest, highest));
            return 0;
        }
        Take(ScaleBusProblems.AddressTwice, span, bus, (byte)address, entry.Name);
        return (byte)address;
    }

    private void Refuse(MapNode map, string key, ProfileModel profile, Wording help)
    {
        if (map.Find(key) is { } found) problems.Add(file.Problem(ScaleBusProblems.DeviceKeyUnfit, found.Key.Span, key, profile.Name, help));
    }

    private void Take(ProblemKind kind, TextSpan span, BusModel bus, byte number, string device)
    {
        if (!_taken.TryAdd((bus.Number, number), device))
            problems.Add(file.Problem(kind, span, _taken[(bus.Number, number)], device, (int)number, bus.Name));
    }
}
