using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gateway.Fieldbus.Serial.Native;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Fieldbus.Serial;

/// <summary>Moves bytes through one open terminal: a serial port, or the controlling side of a pseudo-terminal.</summary>
/// <remarks>
/// A thread of its own waits in poll(2), which sleeps until something happens and reports a hang-up at once, also when nobody reads. The runtime
/// has no asynchronous I/O for terminals, and blocking reads could not be cancelled. The descriptor is closed by that thread and nobody else.
/// </remarks>
internal sealed class DescriptorPort
{
    private const short Lost = PollDescriptor.Error | PollDescriptor.HangUp | PollDescriptor.Invalid;

    private readonly string _name;
    private readonly SafeFileHandle _descriptor;
    private readonly SafeFileHandle _wake;
    private readonly Lock _gate = new();
    private readonly ReceiveBuffer _received;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _room;
    private bool _wasFull;
    private bool _ended;

    private DescriptorPort(string name, SafeFileHandle descriptor, SafeFileHandle wake)
    {
        (_name, _descriptor, _wake) = (name, descriptor, wake);
        _received = new(_gate);
    }

    public bool IsOpen
    {
        get { lock (_gate) return !_ended; }
    }

    public int Unread
    {
        get { lock (_gate) return _received.Count; }
    }

    /// <summary>Takes over a descriptor that is open and non-blocking, and begins to listen.</summary>
    public static DescriptorPort Start(string name, SafeFileHandle descriptor)
    {
        var wake = Libc.OpenEvent(0, Libc.NonBlocking | Libc.CloseOnExec);
        if (wake.IsInvalid)
        {
            int error = Libc.LastError;
            descriptor.Dispose();
            throw SerialFaults.CannotOpen(name, error);
        }
        var port = new DescriptorPort(name, descriptor, wake);
        new Thread(port.Run) { IsBackground = true, Name = name }.Start();
        return port;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        int count = await _received.ReadAsync(buffer, cancel).ConfigureAwait(false);
        lock (_gate)
        {
            if (!_ended) ListenAgain();
        }
        return count;
    }

    /// <summary>Hands all bytes to the driver, waiting while its buffer is full.</summary>
    /// <exception cref="Transports.TransportException">The port is gone.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        while (WriteSome(ref bytes) is { } room) await room.WaitAsync(cancel).ConfigureAwait(false);
    }

    public bool DiscardInput()
    {
        lock (_gate)
        {
            bool any = _received.Count > 0;
            _received.Clear();
            if (_ended) return any;
            int unread = 0;
            any |= Libc.Control(_descriptor, TerminalRequests.CountUnread, ref unread) == 0 && unread > 0;
            _ = Libc.Control(_descriptor, TerminalRequests.Flush, TerminalRequests.FlushInput);
            ListenAgain();
            return any;
        }
    }

    /// <summary>Ends the reads and writes under way, closes the descriptor and completes when that is done.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            if (!_ended) End();
        }
        return _closed.Task;
    }

    /// <returns>Null when all is written; otherwise a task that completes when it is worth going on.</returns>
    private Task? WriteSome(ref ReadOnlyMemory<byte> bytes)
    {
        lock (_gate)
        {
            while (bytes.Length > 0)
            {
                if (_ended) throw SerialFaults.Gone(_name);
                nint written = Libc.Write(_descriptor, bytes.Span, (nuint)bytes.Length);
                if (written > 0)
                {
                    bytes = bytes[(int)written..];
                    continue;
                }
                switch (written == 0 ? Errno.TryAgain : Libc.LastError)
                {
                    case Errno.Interrupted:
                        break;
                    case Errno.TryAgain:
                        _room ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                        Wake();
                        return _room.Task;
                    default:
                        End();
                        throw SerialFaults.Gone(_name);
                }
            }
            return null;
        }
    }

    private void Run()
    {
        Span<PollDescriptor> polled =
        [
            new() { Descriptor = (int)_descriptor.DangerousGetHandle() },
            new() { Descriptor = (int)_wake.DangerousGetHandle(), Events = PollDescriptor.In },
        ];
        while (Wants(out polled[0].Events))
        {
            if (Libc.Poll(polled, (nuint)polled.Length, -1) < 0)
            {
                if (Libc.LastError == Errno.Interrupted) continue;
                break;
            }
            if (polled[1].Returned != 0) ClearWake();
            if (!TakeUp(polled[0].Returned)) break;
        }
        lock (_gate)
        {
            if (!_ended) End();
        }
        // From here on nobody else touches the descriptors. Closing is outside of the lock because a driver may take its time to send the last bytes.
        Terminal.Release(_descriptor);
        _descriptor.Dispose();
        _wake.Dispose();
        _closed.SetResult();
    }

    private bool Wants(out short events)
    {
        lock (_gate)
        {
            _wasFull = _received.IsFull;
            events = (short)((_wasFull ? 0 : PollDescriptor.In) | (_room is null ? 0 : PollDescriptor.Out));
            return !_ended;
        }
    }

    /// <returns>False when the port is lost.</returns>
    private bool TakeUp(short returned)
    {
        lock (_gate)
        {
            if (_ended) return false;
            if ((returned & PollDescriptor.Out) != 0)
            {
                _room?.SetResult();
                _room = null;
            }
            if ((returned & PollDescriptor.In) == 0) return (returned & Lost) == 0;
            if ((returned & Lost) == 0) return ReceiveSome();
            // Before a hang-up is believed, what had arrived until then is taken.
            while (!_received.IsFull && Receive() > 0)
            {
            }
            return false;
        }
    }

    /// <returns>False at the end: no bytes although there was something to read, or an error.</returns>
    private bool ReceiveSome()
    {
        nint count = Receive();
        return count > 0 || (count < 0 && Libc.LastError is Errno.TryAgain or Errno.Interrupted);
    }

    private nint Receive()
    {
        var free = _received.Free();
        nint count = Libc.Read(_descriptor, free, (nuint)free.Length);
        if (count > 0) _received.Commit((int)count);
        return count;
    }

    private void End()
    {
        _ended = true;
        _received.End();
        _room?.SetResult();
        _room = null;
        Wake();
    }

    /// <summary>The thread does not look at the input while the buffer is full; now there is room.</summary>
    private void ListenAgain()
    {
        if (_wasFull) Wake();
    }

    private void Wake()
    {
        ulong one = 1;
        // Fails only when the counter is at its limit, and then the thread is being woken already.
        _ = Libc.Write(_wake, MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(ref one)), sizeof(ulong));
    }

    private void ClearWake()
    {
        Span<byte> counter = stackalloc byte[sizeof(ulong)];
        _ = Libc.Read(_wake, counter, (nuint)counter.Length);
    }
}
