using Gateway.Fieldbus.Transports;

namespace Gateway.Fieldbus.Tests.Modbus.Peers;

/// <summary>A transport whose far end is the test: it sees what the client sends, answers byte by byte, and knows when the client has read it all.</summary>
internal sealed class ScriptedTransport : ITransport
{
    private readonly Lock _gate = new();
    private readonly Queue<byte[]> _incoming = new();
    private readonly Queue<byte[]> _outgoing = new();
    private readonly List<TaskCompletionSource> _drained = [];
    private TaskCompletionSource? _reader;
    private TaskCompletionSource _sent = New();
    private bool _gone;

    public string Name => "script";

    public bool IsOpen { get; private set; }

    public int Opened { get; private set; }

    /// <summary>When set, thrown instead of opening.</summary>
    public TransportException? Refusal { get; set; }

    /// <summary>When set, opening or writing never ends by itself.</summary>
    public bool OpeningHangs { get; set; }

    public bool WritingHangs { get; set; }

    /// <summary>When set, the line is never silent: every read gives these bytes at once.</summary>
    public byte[]? Flood { get; set; }

    public async ValueTask OpenAsync(CancellationToken cancel)
    {
        if (OpeningHangs) await HangAsync(cancel);
        if (Refusal is not null) throw Refusal;
        lock (_gate)
        {
            _incoming.Clear();
            _gone = false;
            IsOpen = true;
            Opened++;
        }
    }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        while (true)
        {
            TaskCompletionSource wait;
            lock (_gate)
            {
                if (Flood is not null)
                {
                    Flood.CopyTo(buffer);
                    return Flood.Length;
                }
                if (_incoming.TryDequeue(out var bytes))
                {
                    bytes.CopyTo(buffer);
                    return bytes.Length;
                }
                if (_gone || !IsOpen)
                {
                    IsOpen = false;
                    return 0;
                }
                wait = _reader = New();
                foreach (var drained in _drained) drained.TrySetResult();
                _drained.Clear();
            }
            try
            {
                await wait.Task.WaitAsync(cancel);
            }
            finally
            {
                lock (_gate) if (_reader == wait) _reader = null;
            }
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        if (WritingHangs)
        {
            lock (_gate) _sent.TrySetResult();
            await HangAsync(cancel);
        }
        lock (_gate)
        {
            if (_gone) throw new TransportException(TransportFault.PeerGone, "the far end is gone");
            _outgoing.Enqueue(bytes.ToArray());
            _sent.TrySetResult();
        }
    }

    public bool DiscardInput()
    {
        lock (_gate)
        {
            bool any = _incoming.Count > 0;
            _incoming.Clear();
            return any;
        }
    }

    public ValueTask CloseAsync()
    {
        lock (_gate)
        {
            IsOpen = false;
            _reader?.TrySetResult();
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => CloseAsync();

    /// <summary>The next bytes that the client wrote.</summary>
    public async Task<byte[]> SentAsync()
    {
        while (true)
        {
            Task sent;
            lock (_gate)
            {
                if (_outgoing.TryDequeue(out var bytes)) return bytes;
                if (_sent.Task.IsCompleted) _sent = New();
                sent = _sent.Task;
            }
            await sent.Soon();
        }
    }

    /// <summary>Whether the client has written something that nobody has taken.</summary>
    public bool HasSent
    {
        get { lock (_gate) return _outgoing.Count > 0; }
    }

    /// <summary>Lets the client read these bytes, in one piece.</summary>
    public void Give(params byte[] bytes)
    {
        lock (_gate)
        {
            _incoming.Enqueue(bytes);
            _reader?.TrySetResult();
        }
    }

    public void HangUp()
    {
        lock (_gate)
        {
            _gone = true;
            _reader?.TrySetResult();
        }
    }

    /// <summary>Comes when the client has read all that was given and waits for more.</summary>
    public Task DrainedAsync()
    {
        lock (_gate)
        {
            if (_incoming.Count == 0 && _reader is { Task.IsCompleted: false }) return Task.CompletedTask;
            var drained = New();
            _drained.Add(drained);
            return drained.Task.Soon();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task HangAsync(CancellationToken cancel)
    {
        await New().Task.WaitAsync(cancel);
    }
}
