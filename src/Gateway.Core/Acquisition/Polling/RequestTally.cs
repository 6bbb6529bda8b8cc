using Gateway.Fieldbus.Modbus;

namespace Gateway.Core.Acquisition.Polling;

/// <summary>Counts what became of a unit's requests. Written by the bus's loop only, read by anybody at any time.</summary>
internal sealed class RequestTally
{
    private const int SmoothingShift = 3;

    private readonly long[] _outcomes = new long[Enum.GetValues<ModbusOutcome>().Length];
    private long _lastAnswerMs;
    private long _roundTripTicks;

    /// <summary>When data last came: UTC milliseconds; 0 for never.</summary>
    public long LastAnswerMs => Volatile.Read(ref _lastAnswerMs);

    /// <summary>From request to answer, smoothed over about eight answers.</summary>
    public TimeSpan RoundTrip => TimeSpan.FromTicks(Volatile.Read(ref _roundTripTicks));

    public void Count(in ModbusAnswer answer) => Count(answer.Outcome, answer.ReceivedAt, answer.Elapsed);

    /// <param name="elapsed">From request to answer; for a scale that talks by itself, since the answer before.</param>
    public void Count(ModbusOutcome outcome, DateTimeOffset receivedAt, TimeSpan elapsed)
    {
        ref long count = ref _outcomes[(int)outcome];
        Volatile.Write(ref count, count + 1);
        if (outcome != ModbusOutcome.Ok) return;
        Volatile.Write(ref _lastAnswerMs, receivedAt.ToUnixTimeMilliseconds());
        long change = elapsed.Ticks - _roundTripTicks;
        Volatile.Write(ref _roundTripTicks, _roundTripTicks == 0 ? elapsed.Ticks : _roundTripTicks + (change >> SmoothingShift));
    }

    public RequestCounts Snapshot() => new(
        Of(ModbusOutcome.Ok),
        Of(ModbusOutcome.Exception),
        Of(ModbusOutcome.NoAnswer) + Of(ModbusOutcome.Incomplete),
        Of(ModbusOutcome.CheckSumError),
        Of(ModbusOutcome.Mismatch),
        Of(ModbusOutcome.NoConnection));

    private long Of(ModbusOutcome outcome) => Volatile.Read(ref _outcomes[(int)outcome]);
}
