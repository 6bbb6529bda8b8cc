using System.Threading.Tasks.Sources;

namespace Gateway.Fieldbus.Modbus.Client;

/// <summary>A request on the wire and the one who awaits it; used again for later requests, so that waiting allocates nothing.</summary>
internal sealed class PendingRequest(PendingRequests requests) : IValueTaskSource<ModbusAnswer>, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<ModbusAnswer> _core;
    private ModbusAnswer _answer;
    private OperationCanceledException? _cancelled;

    public ushort Transaction { get; private set; }

    public byte Unit { get; private set; }

    public ModbusRequest Request { get; private set; }

    public Memory<byte> Data { get; private set; }

    /// <summary>Time stamps of the provider's monotonic clock.</summary>
    public long StartedAt { get; private set; }

    /// <summary>When its time is over, on the same clock; <see cref="long.MaxValue"/> for never.</summary>
    public long DueAt { get; private set; }

    /// <summary>How many stray answers the client had seen when this request began.</summary>
    public int StraysBefore { get; private set; }

    /// <summary>The answer to come; awaited once.</summary>
    public ValueTask<ModbusAnswer> Answer => new(this, _core.Version);

    public void Begin(ushort transaction, byte unit, in ModbusRequest request, Memory<byte> data, long startedAt, long dueAt, int strays)
    {
        _core.Reset();
        _cancelled = null;
        (Transaction, Unit, Request, Data) = (transaction, unit, request, data);
        (StartedAt, DueAt, StraysBefore) = (startedAt, dueAt, strays);
    }

    /// <summary>Hands over the answer. The one who waits goes on in the thread pool and never on the flow that reads for everybody.</summary>
    public void Complete(in ModbusAnswer answer)
    {
        _answer = answer;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Its caller gives up; does nothing when the answer was faster.</summary>
    public void GiveUp(CancellationToken cancel)
    {
        if (!requests.Take(this)) return;
        _cancelled = new OperationCanceledException(cancel);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (_cancelled is not null) _core.SetException(_cancelled);
        else _core.SetResult(_answer);
    }

    ModbusAnswer IValueTaskSource<ModbusAnswer>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ModbusAnswer>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<ModbusAnswer>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
