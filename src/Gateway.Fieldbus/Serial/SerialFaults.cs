using System.Runtime.InteropServices;
using Gateway.Fieldbus.Serial.Native;
using Gateway.Fieldbus.Transports;

namespace Gateway.Fieldbus.Serial;

/// <summary>What an error number of a serial port means to a person: the likely cause and the next step.</summary>
internal static class SerialFaults
{
    public static TransportException CannotOpen(string path, int error) => error switch
    {
        Errno.NoEntry or Errno.NotADirectory => new(
            TransportFault.NotFound,
            $"{path} does not exist. The adapter is not plugged in, or it has another name now: see ls -l /dev/serial/by-id, "
            + "whose names stay the same wherever and in whatever order adapters are plugged in."),
        Errno.NoDevice or Errno.NoDeviceOrAddress or Errno.InputOutput => new(
            TransportFault.NotFound,
            $"{path} has no hardware behind it ({Describe(error)}). The adapter was just pulled, or the board has no such port: see dmesg."),
        Errno.AccessDenied or Errno.NotPermitted => new(
            TransportFault.PermissionDenied,
            $"{path} may not be opened by this user. Add the user to the group of the port, usually: sudo usermod -aG dialout $USER "
            + "(and log in again; a service needs a restart)."),
        Errno.Busy or Errno.TryAgain => new(
            TransportFault.Busy,
            $"{path} is held by another program: see fuser -v {path}. Right after plugging in it may be ModemManager, which should be told to leave it alone."),
        Errno.NotATerminal or Errno.IsADirectory => new(TransportFault.Unsupported, $"{path} is not a serial port."),
        _ => new(TransportFault.Other, $"{path} cannot be opened: {Describe(error)}."),
    };

    public static TransportException Gone(string path) => new(TransportFault.PeerGone, $"{path} is gone: the adapter was pulled, or the port was closed.");

    private static string Describe(int error) => Marshal.GetPInvokeErrorMessage(error);
}
