using Gateway.Core.Acquisition.Scheduling;
using Gateway.Core.Profiles;
using Gateway.Core.Site;
using Gateway.Fieldbus.Modbus;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Acquisition.Polling;

/// <summary>Makes the requests that a device needs before it measures. Nothing but what the profile declares, and the site allows, is ever sent.</summary>
internal sealed class StartSequence(DeviceModel device, BusUnit unit, BusWire wire, LoopClock clock, ILogger logger)
{
    /// <summary>Room for the answer to a read whose data nobody looks at.</summary>
    private readonly byte[] _unread = new byte[device.Start.Where(step => !step.IsWrite).Select(step => step.Range.Quantity * 2).DefaultIfEmpty(0).Max()];

    private bool _hasFailed;

    /// <summary>Makes all steps, in order.</summary>
    /// <returns>Null when each was answered; else the answer that ended it.</returns>
    public async ValueTask<ModbusAnswer?> RunAsync(CancellationToken stop)
    {
        foreach (var step in device.Start)
        {
            var answer = await wire.RequestAsync(unit, RequestFor(step), _unread, device.Timeout, device.RequestGap, stop);
            if (!answer.IsOk)
            {
                if (!_hasFailed) Log.StartFailed(logger, device.Name, step.Range, AnswerMeaning.QualityOf(answer).ToString());
                _hasFailed = true;
                return answer;
            }
            if (step.Pause > TimeSpan.Zero) await Task.Delay(step.Pause, clock.Time, stop);
        }
        _hasFailed = false;
        return null;
    }

    /// <summary>The request of a step as it goes on the wire.</summary>
    public static ModbusRequest RequestFor(StartStep step)
    {
        var range = step.Range;
        return (step.Action, range.Table) switch
        {
            (StartAction.Read, RegisterTable.Coil) => ModbusRequest.ReadCoils(range.Address, range.Quantity),
            (StartAction.Read, RegisterTable.DiscreteInput) => ModbusRequest.ReadDiscreteInputs(range.Address, range.Quantity),
            (StartAction.Read, RegisterTable.InputRegister) => Read(ModbusFunction.ReadInputRegisters, range),
            (StartAction.Read, _) => Read(ModbusFunction.ReadHoldingRegisters, range),
            (StartAction.WriteSingle, RegisterTable.Coil) => ModbusRequest.WriteSingleCoil(range.Address, step.Values[0] != 0),
            (StartAction.WriteSingle, _) => ModbusRequest.WriteSingleRegister(range.Address, step.Values[0]),
            _ => step.Values.Count == 0
                ? ModbusRequest.Empty(ModbusFunction.WriteMultipleRegisters, range.Address)
                : ModbusRequest.WriteMultipleRegisters(range.Address, [.. step.Values]),
        };
    }

    private static ModbusRequest Read(ModbusFunction function, RegisterRange range) => (range.Quantity, function) switch
    {
        (0, _) => ModbusRequest.Empty(function, range.Address),
        (_, ModbusFunction.ReadInputRegisters) => ModbusRequest.ReadInputRegisters(range.Address, range.Quantity),
        _ => ModbusRequest.ReadHoldingRegisters(range.Address, range.Quantity),
    };
}
