using Gateway.Fieldbus.Serial;
using Gateway.Testing;

namespace Gateway.Fieldbus.Tests.Serial;

public class SerialPortHoldersTests
{
    [Fact]
    public void Programs_that_have_the_port_open_are_named()
    {
        using var root = new TemporaryFolder();
        root.Write("proc/41/comm", "ModemManager\n");
        Directory.CreateDirectory(root["proc/41/fd"]);
        File.CreateSymbolicLink(root["proc/41/fd/7"], "/dev/ttyUSB0");
        root.Write("proc/42/comm", "bash\n");
        Directory.CreateDirectory(root["proc/42/fd"]);
        File.CreateSymbolicLink(root["proc/42/fd/0"], "/dev/pts/1");
        Directory.CreateDirectory(root["proc/43"]);
        Directory.CreateDirectory(root["proc/self"]);
        Assert.Equal([new PortHolder(41, "ModemManager")], new SerialPortHolders(root.Path).Of("/dev/ttyUSB0"));
        Assert.Empty(new SerialPortHolders(root["nowhere"]).Of("/dev/ttyUSB0"));
    }

    [Fact]
    public void A_port_that_is_asked_for_by_a_link_is_the_one_that_the_link_leads_to()
    {
        using var root = new TemporaryFolder();
        string port = root.Write("dev/ttyUSB0", ""), stable = root["usb-1.2"];
        File.CreateSymbolicLink(stable, port);
        root.Write("proc/41/comm", "envgw\n");
        Directory.CreateDirectory(root["proc/41/fd"]);
        File.CreateSymbolicLink(root["proc/41/fd/7"], port);
        Assert.Equal([new PortHolder(41, "envgw")], new SerialPortHolders(root.Path).Of(stable));
    }
}
