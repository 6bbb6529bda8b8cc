using System.Runtime.CompilerServices;
using Gateway.Core.Acquisition.Scheduling;
using Gateway.Core.Profiles;
using Gateway.Core.Site;
using Gateway.Fieldbus.Modbus;

namespace Gateway.Core.Acquisition.Polling;

/// <summary>Asks units of one bus: keeps the gap, repeats what is worth repeating once, counts, and tells the owner of the way how it was.</summary>
internal sealed class BusWire(IModbusClient client, LinkOwner owner)
{
    private readonly RequestPause _pause = new(owner.Clock);

    public BusLink Link => owner.Link;

    /// <summary>Somebody waits for the bus, or has it: no further request is made.</summary>
    public bool IsWanted => owner.IsWanted;

    /// <summary>Requests that may be under way at once; 1 when a gap must be kept between them.</summary>
    public int Parallel(TimeSpan gap) => Gap(gap) > TimeSpan.Zero ? 1 : client.MaximumInFlight;

    /// <summary>How often the transport was opened.</summary>
    public long Connects => client.Counters.Connects;

    /// <summary>Reads a range; see <see cref="RequestAsync"/>.</summary>
    public ValueTask<ModbusAnswer> ReadAsync(BusUnit unit, DeviceModel device, RegisterRange range, Memory<byte> data, CancellationToken stop) =>
        RequestAsync(unit, RequestFor(range), data, device.Timeout, device.RequestGap, stop);

    /// <summary>
    /// Makes a request. A damaged answer of a unit that otherwise answers, and a connection lost since the last request, are worth a second one.
    /// </summary>
    /// <remarks>A part of an answer is not: the time-out has passed over it, and a second one would be the others' time. It counts as no answer does.</remarks>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ModbusAnswer> RequestAsync(
        BusUnit unit, ModbusRequest request, Memory<byte> data, TimeSpan timeout, TimeSpan gap, CancellationToken stop)
    {
        var answer = await OnceAsync(unit, request, data, timeout, gap, stop);
        if (!IsWanted && IsWorthRepeating(answer.Outcome, unit)) answer = await OnceAsync(unit, request, data, timeout, gap, stop);
        if (answer.Outcome == ModbusOutcome.NoConnection) owner.Lose(new LinkTrouble(answer.Detail, answer.Fault));
        else await owner.CarriedAsync(answer.Outcome == ModbusOutcome.NoAnswer);
        return answer;
    }

    private static ModbusRequest RequestFor(RegisterRange range) => range.Table switch
    {
        RegisterTable.Coil => ModbusRequest.ReadCoils(range.Address, range.Quantity),
        RegisterTable.DiscreteInput => ModbusRequest.ReadDiscreteInputs(range.Address, range.Quantity),
        RegisterTable.InputRegister => ModbusRequest.ReadInputRegisters(range.Address, range.Quantity),
        _ => ModbusRequest.ReadHoldingRegisters(range.Address, range.Quantity),
    };

    private TimeSpan Gap(TimeSpan gap) => gap > owner.Bus.RequestGap ? gap : owner.Bus.RequestGap;

    private bool IsWorthRepeating(ModbusOutcome outcome, BusUnit unit) => outcome switch
    {
        ModbusOutcome.CheckSumError => unit.State == UnitState.Answering,
        ModbusOutcome.NoConnection => Link.State == BusState.Open,
        _ => false,
    };

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ModbusAnswer> OnceAsync(
        BusUnit unit, ModbusRequest request, Memory<byte> data, TimeSpan timeout, TimeSpan gap, CancellationToken stop)
    {
        gap = Gap(gap);
        await _pause.PassAsync(gap, stop);
        var answer = await client.RequestAsync(unit.Identifier, request, data, timeout, stop);
        if (gap > TimeSpan.Zero) _pause.Begin();
        unit.Tally.Count(answer);
        return answer;
    }
}
