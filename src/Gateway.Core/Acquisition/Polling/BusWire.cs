using System.Runtime.CompilerServices;
using Gateway.Core.Acquisition.Lending;
using Gateway.Core.Acquisition.Scheduling;
using Gateway.Core.Profiles;
using Gateway.Core.Site;
using Gateway.Fieldbus.Modbus;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Acquisition.Polling;

/// <summary>Asks units of one bus: keeps the gap, repeats what is worth repeating once, counts, and notices when the bus is lost or back.</summary>
internal sealed class BusWire(BusModel bus, IModbusClient client, BusLending lending, LoopClock clock, ILogger logger)
{
    /// <summary>Requests in a row that nobody answered, after which a connection is doubted: the peer may have lost its power and know nothing of it.</summary>
    private const int SilencesThatDoubtConnection = 2;

    private TimeSpan _lastEnd = TimeSpan.MinValue;
    private int _silences;

    public BusLink Link { get; } = new(bus.Transport == BusTransport.Serial ? Backoff.ForPort() : Backoff.ForServer(), clock);

    /// <summary>Somebody waits for the bus, or has it: no further request is made.</summary>
    public bool IsWanted => lending.Current is not null;

    /// <summary>Requests that may be under way at once; 1 when a gap must be kept between them.</summary>
    public int Parallel(TimeSpan gap) => Gap(gap) > TimeSpan.Zero ? 1 : client.MaximumInFlight;

    /// <summary>How often the transport was opened.</summary>
    public long Connects => client.Counters.Connects;

    public long LateAnswers => client.Counters.LateAnswers;

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
        if (answer.Outcome == ModbusOutcome.NoConnection) Lose(new LinkTrouble(answer.Detail, answer.Fault));
        else await AfterAnswerAsync(answer.Outcome);
        return answer;
    }

    /// <summary>The bus was found lost without a request: its adapter was pulled.</summary>
    public void Lose(LinkTrouble trouble)
    {
        if (Link.Lost(clock.Now, trouble)) Log.BusLost(logger, bus.Name, bus.Display, trouble.English);
    }

    /// <summary>Lets go of the bus. No request may be under way.</summary>
    public async ValueTask LendAsync()
    {
        await client.CloseAsync();
        Link.Lent();
    }

    /// <summary>The bus is ours again.</summary>
    public void TakeBack()
    {
        _silences = 0;
        Link.TakenBack();
    }

    private static ModbusRequest RequestFor(RegisterRange range) => range.Table switch
    {
        RegisterTable.Coil => ModbusRequest.ReadCoils(range.Address, range.Quantity),
        RegisterTable.DiscreteInput => ModbusRequest.ReadDiscreteInputs(range.Address, range.Quantity),
        RegisterTable.InputRegister => ModbusRequest.ReadInputRegisters(range.Address, range.Quantity),
        _ => ModbusRequest.ReadHoldingRegisters(range.Address, range.Quantity),
    };

    private TimeSpan Gap(TimeSpan gap) => gap > bus.RequestGap ? gap : bus.RequestGap;

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
        if (gap > TimeSpan.Zero && _lastEnd + gap is var free && free > clock.Now) await Task.Delay(free - clock.Now, clock.Time, stop);
        var answer = await client.RequestAsync(unit.Identifier, request, data, timeout, stop);
        if (gap > TimeSpan.Zero) _lastEnd = clock.Now;
        unit.Tally.Count(answer);
        return answer;
    }

    private ValueTask AfterAnswerAsync(ModbusOutcome outcome)
    {
        if (Link.Opened()) Log.BusOpened(logger, bus.Name, bus.Display);
        _silences = outcome == ModbusOutcome.NoAnswer ? _silences + 1 : 0;
        if (bus.Transport != BusTransport.Tcp || _silences < SilencesThatDoubtConnection) return ValueTask.CompletedTask;
        _silences = 0;
        return client.CloseAsync();
    }
}
