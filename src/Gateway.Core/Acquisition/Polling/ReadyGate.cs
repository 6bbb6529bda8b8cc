using Gateway.Core.Acquisition.Decoding;
using Gateway.Core.Profiles;
using Gateway.Core.Site;
using Gateway.Fieldbus.Modbus;

namespace Gateway.Core.Acquisition.Polling;

/// <summary>Asks a device before a poll whether it has a new measurement.</summary>
internal sealed class ReadyGate
{
    private readonly DeviceModel _device;
    private readonly BusUnit _unit;
    private readonly BusWire _wire;
    private readonly double _expected;
    private readonly RegisterRange _range;
    private readonly RegisterImage _image;
    private readonly RegisterReader _reader;

    public ReadyGate(DeviceModel device, ReadyCheck check, BusUnit unit, BusWire wire)
    {
        (_device, _unit, _wire, _expected) = (device, unit, wire, check.Expected);
        _range = WireTable.Of(device, check.Reference.Range);
        _image = new RegisterImage([_range]);
        _reader = new RegisterReader(device, check.Reference, _image);
    }

    /// <summary>Asks the device.</summary>
    /// <returns>The answer, and whether it says that there is a new measurement; never when it is no data.</returns>
    public async ValueTask<(ModbusAnswer Answer, bool IsReady)> AskAsync(CancellationToken stop)
    {
        var answer = await _wire.ReadAsync(_unit, _device, _range, _image.Destination(0), stop);
        if (!answer.IsOk) return (answer, false);
        bool isNumber = _reader.TryNumber(_reader.Bits(_image.Bytes), out double significand, out int decimals);
        return (answer, isNumber && significand / ShortestDecimal.PowerOfTen(decimals) == _expected);
    }
}
