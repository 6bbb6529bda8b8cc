using Gateway.Core.Profiles;
using Gateway.Core.Site;

namespace Gateway.Core.Acquisition.Decoding;

/// <summary>Which table a device is really asked for: some answer all registers by one function code (<see cref="DeviceModel.ReadAllRegistersAs"/>).</summary>
internal static class WireTable
{
    public static RegisterRange Of(DeviceModel device, RegisterRange range) =>
        range.IsBits || device.ReadAllRegistersAs is not { } table ? range : range with { Table = table };
}
