using Gateway.Fieldbus.Serial;
using Gateway.Testing;

namespace Gateway.Fieldbus.Tests.Serial;

public class SerialPortNamesTests
{
    [Fact]
    public void Adapters_come_first_with_all_their_names_and_what_they_say_of_themselves()
    {
        using var machine = new TemporaryFolder();
        AddBoardPort(machine, "ttyS0", type: 4);
        AddBoardPort(machine, "ttyS1", type: 0);
        AddUsbAdapter(machine);
        Link(machine, "dev/serial/by-id/usb-FTDI_FT232R_A5XK3RJT-if00-port0", "../../ttyUSB0");
        Link(machine, "dev/serial/by-path/pci-0000:00:14.0-usb-0:1.2:1.0-port0", "../../ttyUSB0");
        Link(machine, "dev/envgw/usb-1.2", "../ttyUSB0");
        Link(machine, "dev/serial/by-id/usb-gone", "../../ttyUSB7");
        machine.Write("dev/tty0", "");
        machine.Write("sys/class/tty/tty0/dev", "4:0");
        machine.Write("dev/ttyprintk", "");

        var ports = new SerialPortNames(machine.Path).List();
        Assert.Equal(["/dev/ttyUSB0", "/dev/ttyS0"], ports.Select(p => p.Device));
        Assert.Equal("/dev/envgw/usb-1.2", ports[0].PreferredName);
        Assert.Equal(
            ["/dev/envgw/usb-1.2", "/dev/serial/by-id/usb-FTDI_FT232R_A5XK3RJT-if00-port0", "/dev/serial/by-path/pci-0000:00:14.0-usb-0:1.2:1.0-port0"],
            ports[0].StableNames);
        Assert.Equal("ftdi_sio", ports[0].Driver);
        Assert.Equal(new UsbIdentity("0403", "6001", "FTDI", "FT232R USB UART", null), ports[0].Usb);
        Assert.Equal("/dev/ttyS0", ports[1].PreferredName);
        Assert.Equal("serial", ports[1].Driver);
        Assert.Null(ports[1].Usb);
    }

    [Fact]
    public void Numbers_are_in_the_order_of_numbers_and_without_sysfs_the_usual_names_count()
    {
        using var machine = new TemporaryFolder();
        foreach (string name in (string[])["ttyUSB10", "ttyUSB2", "ttyACM0", "ttyAMA0", "ttyS", "ttyS0x", "tty1", "null"]) machine.Write($"dev/{name}", "");
        Assert.Equal(["/dev/ttyACM0", "/dev/ttyAMA0", "/dev/ttyUSB2", "/dev/ttyUSB10"], new SerialPortNames(machine.Path).List().Select(p => p.Device));
    }

    [Fact]
    public void A_machine_without_ports_has_none()
    {
        using var machine = new TemporaryFolder();
        Assert.Empty(new SerialPortNames(machine.Path).List());
    }

    [Fact]
    public void This_machine_can_be_asked() =>
        Assert.All(new SerialPortNames().List(), port => Assert.StartsWith("/dev/tty", port.Device, StringComparison.Ordinal));

    /// <summary>As Linux 6.5 and later have it: two levels of serial-base between the port and its driver.</summary>
    private static void AddBoardPort(TemporaryFolder machine, string name, int type)
    {
        string board = "sys/devices/pnp0/00:00";
        machine.Write($"dev/{name}", "");
        machine.Write($"{board}/00:00:0/00:00:0.0/tty/{name}/type", $"{type}\n");
        Link(machine, $"sys/class/tty/{name}", $"../../devices/pnp0/00:00/00:00:0/00:00:0.0/tty/{name}");
        Link(machine, $"{board}/00:00:0/00:00:0.0/tty/{name}/device", "../../../00:00:0.0");
        if (Path.Exists(machine[$"{board}/driver"])) return;
        Directory.CreateDirectory(machine["sys/bus/serial-base/drivers/port"]);
        Directory.CreateDirectory(machine["sys/bus/pnp/drivers/serial"]);
        Link(machine, $"{board}/00:00:0/00:00:0.0/driver", "../../../../../bus/serial-base/drivers/port");
        Link(machine, $"{board}/driver", "../../../bus/pnp/drivers/serial");
    }

    private static void AddUsbAdapter(TemporaryFolder machine)
    {
        string adapter = "sys/devices/pci0000:00/0000:00:14.0/usb1/1-1.2";
        machine.Write("dev/ttyUSB0", "");
        machine.Write($"{adapter}/idVendor", "0403\n");
        machine.Write($"{adapter}/idProduct", "6001\n");
        machine.Write($"{adapter}/manufacturer", "FTDI\n");
        machine.Write($"{adapter}/product", "FT232R USB UART\n");
        machine.Write($"{adapter}/1-1.2:1.0/ttyUSB0/tty/ttyUSB0/dev", "188:0\n");
        Directory.CreateDirectory(machine["sys/bus/usb-serial/drivers/ftdi_sio"]);
        Link(machine, "sys/class/tty/ttyUSB0", "../../devices/pci0000:00/0000:00:14.0/usb1/1-1.2/1-1.2:1.0/ttyUSB0/tty/ttyUSB0");
        Link(machine, $"{adapter}/1-1.2:1.0/ttyUSB0/tty/ttyUSB0/device", "../../../ttyUSB0");
        Link(machine, $"{adapter}/1-1.2:1.0/ttyUSB0/driver", "../../../../../../../bus/usb-serial/drivers/ftdi_sio");
    }

    private static void Link(TemporaryFolder machine, string name, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(machine[name])!);
        File.CreateSymbolicLink(machine[name], target);
    }
}
