using Gateway.Fieldbus.Serial.Native;
using Gateway.Fieldbus.Transports;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Fieldbus.Serial;

/// <summary>The controlling side of a new pseudo-terminal: what a device simulator serves so that others find a serial port at a path.</summary>
/// <remarks>Programs may open and close the port as they like; this side stays open, and what it writes waits for the next one.</remarks>
/// <param name="link">Where a symbolic link to the port is wanted; null for none. A link that is there is replaced, anything else is not.</param>
public sealed class PtyTransport(string? link = null) : ITransport
{
    private const string Multiplexer = "/dev/ptmx";

    private DescriptorPort? _port;
    private SafeFileHandle? _peer;
    private long _lost;

    public string Name => link ?? DevicePath ?? "pseudo-terminal";

    public bool IsOpen => _port is { IsOpen: true };

    /// <summary>Bytes that have arrived and were not read yet.</summary>
    internal int Unread => _port?.Unread ?? 0;

    /// <summary>Line settings that this side listens at: what a program sends at another speed is lost, as on a real line. Null hears every speed.</summary>
    /// <remarks>Only the speed counts: Linux keeps no parity and no data bits for a pseudo-terminal (pty_set_termios in drivers/tty/pty.c).</remarks>
    public SerialSettings? Settings { get; init; }

    /// <summary>Bytes that came at another speed.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>The port's own name, <c>/dev/pts/3</c>, while it is open; another one at every opening.</summary>
    public string? DevicePath { get; private set; }

    public async ValueTask OpenAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (IsOpen) throw new InvalidOperationException($"{Name} is open already.");
        await CloseAsync().ConfigureAwait(false);
        var controller = Libc.Open(Multiplexer, Libc.ReadWrite | Libc.NoControllingTerminal | Libc.NonBlocking | Libc.CloseOnExec);
        if (controller.IsInvalid) throw SerialFaults.CannotOpen(Multiplexer, Libc.LastError);
        try
        {
            DevicePath = Unlock(controller);
            _peer = OpenPeer(controller);
            if (link is not null) PlaceLink(link, DevicePath);
        }
        catch (TransportException)
        {
            controller.Dispose();
            Forget();
            throw;
        }
        _port = DescriptorPort.Start(Name, controller);
    }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        if (_port is not { } port) return 0;
        while (true)
        {
            int count = await port.ReadAsync(buffer, cancel).ConfigureAwait(false);
            if (count == 0 || Settings is not { } own || _peer is not { } peer || Terminal.SpeedOf(peer) == own.BaudRate) return count;
            Interlocked.Add(ref _lost, count);
        }
    }

    /// <summary>Whether a path leads to a pseudo-terminal, which has a speed and no parity.</summary>
    public static bool IsPseudoTerminal(string path) =>
        File.Exists(path)
        && (new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path).StartsWith("/dev/pts/", StringComparison.Ordinal);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel) =>
        _port?.WriteAsync(bytes, cancel) ?? ValueTask.FromException(SerialFaults.Gone(Name));

    public bool DiscardInput() => _port?.DiscardInput() ?? false;

    public async ValueTask CloseAsync()
    {
        if (_port is not { } port) return;
        RemoveLink();
        await port.CloseAsync().ConfigureAwait(false);
        _port = null;
        Forget();
    }

    public ValueTask DisposeAsync() => CloseAsync();

    private static string Unlock(SafeFileHandle controller)
    {
        // What grantpt did is done by the devpts file system itself since Linux 2.6: the port belongs to who opened it.
        int number = 0;
        if (Libc.Control(controller, TerminalRequests.SetPtyLock, ref number) != 0
            || Libc.Control(controller, TerminalRequests.GetPtyNumber, ref number) != 0)
        {
            throw SerialFaults.CannotOpen(Multiplexer, Libc.LastError);
        }
        return $"/dev/pts/{number}";
    }

    /// <summary>Keeps the port itself open too: else this side reads an error (EIO) from when one program closes it until the next opens it.</summary>
    private SafeFileHandle OpenPeer(SafeFileHandle controller)
    {
        int descriptor = Libc.Control(controller, TerminalRequests.OpenPtyPeer, Libc.ReadWrite | Libc.NoControllingTerminal | Libc.CloseOnExec);
        if (descriptor < 0) throw SerialFaults.CannotOpen(DevicePath!, Libc.LastError);
        var peer = new SafeFileHandle(descriptor, ownsHandle: true);
        // No echo: a port that nobody has configured yet would answer with what it was sent.
        _ = Terminal.MakeRaw(DevicePath!, peer, Settings ?? new SerialSettings(9600)).Count();
        return peer;
    }

    private static void PlaceLink(string link, string target)
    {
        try
        {
            if (new FileInfo(link) is { LinkTarget: not null } old) old.Delete();
            File.CreateSymbolicLink(link, target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var fault = e is UnauthorizedAccessException ? TransportFault.PermissionDenied : TransportFault.Other;
            throw new TransportException(fault, $"No link to the pseudo-terminal can be placed at {link}: {e.Message}", e);
        }
    }

    private void RemoveLink()
    {
        // Another one may have taken the name meanwhile.
        if (link is not null && new FileInfo(link) is { } placed && placed.LinkTarget == DevicePath) placed.Delete();
    }

    private void Forget()
    {
        _peer?.Dispose();
        _peer = null;
        DevicePath = null;
    }
}
