using Gateway.Fieldbus.Serial.Native;
using Gateway.Fieldbus.Transports;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Fieldbus.Serial;

/// <summary>A serial port of the machine: raw, without flow control, held by this process alone while it is open.</summary>
/// <remarks>A pulled adapter is noticed at once, also while nobody reads: <see cref="IsOpen"/> turns false and a read under way returns 0.</remarks>
/// <param name="path">Best a name that stays the same, such as <c>/dev/serial/by-id/…</c>; it is looked up at every opening.</param>
/// <param name="options">How the port is to be opened.</param>
public sealed class SerialTransport(string path, SerialPortOptions options) : ITransport
{
    private DescriptorPort? _port;

    public string Name => path;

    public bool IsOpen => _port is { IsOpen: true };

    public SerialPortOptions Options => options;

    /// <summary>Bytes that have arrived and were not read yet, at most <see cref="ReceiveBuffer.Capacity"/>.</summary>
    internal int Unread => _port?.Unread ?? 0;

    /// <summary>What the port did not take of its settings when it was last opened; empty when all is in force.</summary>
    public IReadOnlyList<SerialWarning> Warnings { get; private set; } = [];

    public async ValueTask OpenAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (IsOpen) throw new InvalidOperationException($"{path} is open already.");
        await CloseAsync().ConfigureAwait(false);
        var descriptor = Libc.Open(path, Libc.ReadWrite | Libc.NoControllingTerminal | Libc.NonBlocking | Libc.CloseOnExec);
        if (descriptor.IsInvalid) throw SerialFaults.CannotOpen(path, Libc.LastError);
        try
        {
            Warnings = Prepare(descriptor);
        }
        catch (TransportException e)
        {
            // Who holds a busy port keeps it.
            if (e.Fault != TransportFault.Busy) Terminal.Release(descriptor);
            descriptor.Dispose();
            throw;
        }
        _port = DescriptorPort.Start(path, descriptor);
    }

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel) => _port?.ReadAsync(buffer, cancel) ?? new(0);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel) =>
        _port?.WriteAsync(bytes, cancel) ?? ValueTask.FromException(SerialFaults.Gone(path));

    public bool DiscardInput() => _port?.DiscardInput() ?? false;

    public async ValueTask CloseAsync()
    {
        if (_port is not { } port) return;
        await port.CloseAsync().ConfigureAwait(false);
        _port = null;
    }

    public ValueTask DisposeAsync() => CloseAsync();

    private List<SerialWarning> Prepare(SafeFileHandle descriptor)
    {
        Terminal.TakeForOneself(path, descriptor);
        List<SerialWarning> warnings = [.. Terminal.MakeRaw(path, descriptor, options.Settings)];
        if (options.Rs485 is { } rs485) warnings.AddRange(Terminal.SetRs485(path, descriptor, rs485));
        if (options.LowLatency) Terminal.AskForLowLatency(descriptor);
        // What arrived while nobody listened is no answer to anything.
        Terminal.DiscardBoth(descriptor);
        return warnings;
    }
}
