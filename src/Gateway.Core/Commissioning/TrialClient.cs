using Gateway.Fieldbus.Modbus;

namespace Gateway.Core.Commissioning;

/// <summary>A client that makes one request at a time and keeps each with its answer, so that a person can see what readings were made of.</summary>
/// <param name="client">Not disposed here.</param>
internal sealed class TrialClient(IModbusClient client) : IModbusClient
{
    private readonly List<TrialExchange> _exchanges = [];

    /// <summary>In the order in which they were made.</summary>
    public IReadOnlyList<TrialExchange> Exchanges => _exchanges;

    public int MaximumInFlight => 1;

    public ModbusCounters Counters => client.Counters;

    public async ValueTask<ModbusAnswer> RequestAsync(byte unit, ModbusRequest request, Memory<byte> data, TimeSpan timeout, CancellationToken cancel)
    {
        var answer = await client.RequestAsync(unit, request, data, timeout, cancel);
        _exchanges.Add(new TrialExchange(request, answer, data[..answer.Length].ToArray()));
        return answer;
    }

    public ValueTask CloseAsync() => client.CloseAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
