namespace Gateway.Fieldbus.Modbus.Client;

/// <summary>Counts what happens on one bus; written by the client, read by anybody at any time.</summary>
internal sealed class ClientCounters
{
    private readonly long[] _outcomes = new long[Enum.GetValues<ModbusOutcome>().Length];
    private long _requests;
    private long _lateAnswers;
    private long _connects;

    public void RequestBegun() => Interlocked.Increment(ref _requests);

    public void Ended(ModbusOutcome outcome) => Interlocked.Increment(ref _outcomes[(int)outcome]);

    public void LateAnswer() => Interlocked.Increment(ref _lateAnswers);

    public void Connected() => Interlocked.Increment(ref _connects);

    public ModbusCounters Snapshot() => new(
        Interlocked.Read(ref _requests),
        Of(ModbusOutcome.Ok),
        Of(ModbusOutcome.Exception),
        Of(ModbusOutcome.NoAnswer) + Of(ModbusOutcome.Incomplete),
        Of(ModbusOutcome.CheckSumError),
        Of(ModbusOutcome.Mismatch),
        Of(ModbusOutcome.NoConnection),
        Interlocked.Read(ref _lateAnswers),
        Interlocked.Read(ref _connects));

    private long Of(ModbusOutcome outcome) => Interlocked.Read(ref _outcomes[(int)outcome]);
}
