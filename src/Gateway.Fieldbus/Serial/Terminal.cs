using Gateway.Fieldbus.Serial.Native;
using Gateway.Fieldbus.Transports;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Fieldbus.Serial;

/// <summary>Puts the settings of a port into force on an open descriptor.</summary>
internal static class Terminal
{
    /// <returns>What the driver did not take.</returns>
    /// <exception cref="TransportException">It is no terminal, or its hardware does not answer.</exception>
    public static IEnumerable<SerialWarning> MakeRaw(string path, SafeFileHandle descriptor, SerialSettings settings)
    {
        Termios2 mode = default;
        Check(path, Libc.Control(descriptor, TerminalRequests.GetSettings2, ref mode));
        mode = TerminalMode.Raw(mode, settings);
        Check(path, Libc.Control(descriptor, TerminalRequests.SetSettings2, ref mode));
        // The call succeeds when any part of it did; only reading back tells what is in force.
        Check(path, Libc.Control(descriptor, TerminalRequests.GetSettings2, ref mode));
        return TerminalMode.Refused(path, settings, mode);
    }

    /// <summary>Nobody else may open or lock the port while this descriptor is open.</summary>
    /// <remarks>
    /// TIOCEXCL keeps everybody out but root; the lock keeps out root too, if the program asks for it, as ours, pyserial and many others do.
    /// A pseudo-terminal gets the lock only: it would stay exclusive after its holder was killed, for as long as its other side is open.
    /// </remarks>
    /// <exception cref="TransportException">Somebody holds it, or it is no terminal.</exception>
    public static void TakeForOneself(string path, SafeFileHandle descriptor)
    {
        Check(path, Libc.Lock(descriptor, Libc.LockExclusive | Libc.LockNonBlocking));
        if (!PtyTransport.IsPseudoTerminal(path)) Check(path, Libc.Control(descriptor, TerminalRequests.SetExclusive, 0));
    }

    /// <summary>Undoes <see cref="TakeForOneself"/>, which closing alone does not always do.</summary>
    /// <remarks>Both live on in a child process that is just being started, from its fork until its exec.</remarks>
    public static void Release(SafeFileHandle descriptor)
    {
        _ = Libc.Control(descriptor, TerminalRequests.ClearExclusive, 0);
        _ = Libc.Lock(descriptor, Libc.Unlock);
    }

    /// <summary>Asks for received bytes at once. A wish: many drivers have nothing to set, and then there is nothing to gain.</summary>
    public static void AskForLowLatency(SafeFileHandle descriptor)
    {
        SerialStructure serial = default;
        if (Libc.Control(descriptor, TerminalRequests.GetSerial, ref serial) != 0) return;
        if ((serial.Flags & SerialStructure.LowLatency) != 0) return;
        serial.Flags |= SerialStructure.LowLatency;
        _ = Libc.Control(descriptor, TerminalRequests.SetSerial, ref serial);
    }

    /// <returns>What the driver did not take.</returns>
    public static IEnumerable<SerialWarning> SetRs485(string path, SafeFileHandle descriptor, Rs485Settings settings)
    {
        var asked = Structure(settings);
        var accepted = asked;
        // The driver writes back what it has set.
        if (Libc.Control(descriptor, TerminalRequests.SetRs485, ref accepted) != 0)
        {
            yield return Warn("has no RS-485 mode in its driver; an adapter that turns around by itself needs none");
            yield break;
        }
        if ((accepted.Flags & Rs485Structure.Enabled) == 0) yield return Warn("did not switch its RS-485 mode on");
        else if (accepted.Flags != asked.Flags) yield return Warn("does not take this RTS polarity or reading while sending");
        else if (accepted.DelayBeforeSend != asked.DelayBeforeSend || accepted.DelayAfterSend != asked.DelayAfterSend)
        {
            yield return Warn($"delays RTS by {accepted.DelayBeforeSend} ms before and {accepted.DelayAfterSend} ms after sending instead of what is asked");
        }

        SerialWarning Warn(string what) => new(TransportFault.Unsupported, $"{path} {what}.");
    }

    /// <returns>Bits per second that are in force; null when the port is gone.</returns>
    public static int? SpeedOf(SafeFileHandle descriptor)
    {
        Termios2 mode = default;
        return Libc.Control(descriptor, TerminalRequests.GetSettings2, ref mode) == 0 ? (int)mode.OutputSpeed : null;
    }

    public static void DiscardBoth(SafeFileHandle descriptor) => _ = Libc.Control(descriptor, TerminalRequests.Flush, TerminalRequests.FlushBoth);

    private static Rs485Structure Structure(Rs485Settings settings) => new()
    {
        Flags = Rs485Structure.Enabled
            | (settings.RtsHighWhileSending ? Rs485Structure.RtsOnSend : Rs485Structure.RtsAfterSend)
            | (settings.ReceiveWhileSending ? Rs485Structure.ReceiveDuringSend : 0),
        DelayBeforeSend = (uint)settings.DelayBeforeSend.TotalMilliseconds,
        DelayAfterSend = (uint)settings.DelayAfterSend.TotalMilliseconds,
    };

    private static void Check(string path, int result)
    {
        if (result < 0) throw SerialFaults.CannotOpen(path, Libc.LastError);
    }
}
