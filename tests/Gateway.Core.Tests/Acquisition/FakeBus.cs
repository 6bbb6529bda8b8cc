using System.Buffers.Binary;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;
using Gateway.Testing;

namespace Gateway.Core.Tests.Acquisition;

/// <summary>A bus with units that behave: they answer, are silent, refuse or garble as told; register n of unit u holds u * 1000 + n unless set.</summary>
internal sealed class FakeBus(TestClock clock) : IModbusClient
{
    private readonly Lock _gate = new();
    private readonly List<(TimeSpan At, byte Unit, ModbusRequest Request)> _asked = [];
    private readonly long _start = clock.GetTimestamp();
    private long _connects;
    private bool _isOpen;
    private int _now;

    /// <summary>What a request meets instead of data; null for data. Asked under no lock, on the loop's flow.</summary>
    public Func<byte, ModbusRequest, ModbusOutcome?> Fate { get; set; } = (_, _) => null;

    public Func<byte, ModbusRequest, ModbusExceptionCode> Refusal { get; set; } = (_, _) => ModbusExceptionCode.None;

    public Dictionary<(byte Unit, int Address), ushort> Registers { get; } = [];

    /// <summary>What every unit says of itself when it is asked by function code 43.</summary>
    public SortedDictionary<byte, byte[]> Identification { get; } = [];

    /// <summary>Whether the bus can be opened.</summary>
    public bool IsReachable { get; set; } = true;

    public int MaximumInFlight { get; init; } = 1;

    public int MostAtOnce { get; private set; }

    public int Closed { get; private set; }

    /// <summary>How long each answer takes on the test clock; zero for at once.</summary>
    public TimeSpan Takes { get; set; }

    /// <summary>Called when a request has begun, with how many are under way; the answer waits for it.</summary>
    public Func<ModbusRequest, int, Task> Held { get; set; } = (_, _) => Task.CompletedTask;

    public ModbusCounters Counters => new(0, 0, 0, 0, 0, 0, 0, 0, Volatile.Read(ref _connects));

    public IReadOnlyList<(TimeSpan At, byte Unit, ModbusRequest Request)> Asked
    {
        get { lock (_gate) return [.. _asked]; }
    }

    public async ValueTask<ModbusAnswer> RequestAsync(byte unit, ModbusRequest request, Memory<byte> data, TimeSpan timeout, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_gate) _asked.Add((clock.GetElapsedTime(_start), unit, request));
        if (!IsReachable)
        {
            _isOpen = false;
            return Ended(ModbusOutcome.NoConnection);
        }
        if (!_isOpen)
        {
            _isOpen = true;
            _connects++;
        }
        int now = Interlocked.Increment(ref _now);
        MostAtOnce = Math.Max(MostAtOnce, now);
        try
        {
            await Held(request, now);
            var fate = Fate(unit, request);
            if (fate is ModbusOutcome.NoAnswer or ModbusOutcome.Incomplete) await Task.Delay(timeout, clock, cancel);
            else if (Takes > TimeSpan.Zero) await Task.Delay(Takes, clock, cancel);
            if (fate is { } outcome) return Ended(outcome);
            if (Refusal(unit, request) is not ModbusExceptionCode.None and var code) return Ended(ModbusOutcome.Exception, code);
            if (request.Function == ModbusFunction.ReadDeviceIdentification)
                return Ended(ModbusOutcome.Ok) with { Length = IdentificationAnswer.Write(Identification, request, data.Span).Length };
            for (int i = 0; i < request.Quantity && !request.IsWrite; i++)
            {
                int address = request.Address + i;
                ushort value = Registers.TryGetValue((unit, address), out ushort set) ? set : (ushort)((unit * 1000) + address);
                BinaryPrimitives.WriteUInt16BigEndian(data.Span[(2 * i)..], value);
            }
            return Ended(ModbusOutcome.Ok) with { Length = request.IsWrite ? 0 : 2 * request.Quantity };
        }
        finally
        {
            Interlocked.Decrement(ref _now);
        }
    }

    public ValueTask CloseAsync()
    {
        Closed++;
        _isOpen = false;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private ModbusAnswer Ended(ModbusOutcome outcome, ModbusExceptionCode code = ModbusExceptionCode.None) =>
        new(outcome, 0, code, clock.GetUtcNow(), TimeSpan.FromMilliseconds(1), outcome == ModbusOutcome.Ok ? null : outcome.ToString());
}
