using Gateway.Fieldbus.Serial;
using Gateway.Fieldbus.Transports;

namespace Gateway.Fieldbus.Tests.Serial;

public class SerialFaultsTests
{
    // errno(3): what open and ioctl answer for a serial port.
    [Theory]
    [InlineData(2, TransportFault.NotFound, "/dev/serial/by-id")]
    [InlineData(20, TransportFault.NotFound, "not plugged in")]
    [InlineData(6, TransportFault.NotFound, "no hardware behind it")]
    [InlineData(19, TransportFault.NotFound, "dmesg")]
    [InlineData(5, TransportFault.NotFound, "no hardware behind it")]
    [InlineData(13, TransportFault.PermissionDenied, "sudo usermod -aG dialout $USER")]
    [InlineData(1, TransportFault.PermissionDenied, "sudo usermod -aG dialout $USER")]
    [InlineData(16, TransportFault.Busy, "fuser -v /dev/ttyUSB0")]
    [InlineData(11, TransportFault.Busy, "ModemManager")]
    [InlineData(25, TransportFault.Unsupported, "not a serial port")]
    [InlineData(24, TransportFault.Other, "Too many open files")]
    public void Each_error_number_becomes_a_fault_and_a_next_step(int error, TransportFault fault, string advice)
    {
        var failure = SerialFaults.CannotOpen("/dev/ttyUSB0", error);
        Assert.Equal(fault, failure.Fault);
        Assert.Contains(advice, failure.Message, StringComparison.Ordinal);
        Assert.StartsWith("/dev/ttyUSB0", failure.Message, StringComparison.Ordinal);
    }
}
