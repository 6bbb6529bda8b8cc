using Gateway.Cli;
using Gateway.Testing;

namespace Gateway.Tests.Cli.Commissioning;

/// <summary>The tools on devices and beside clients that nobody here wrote.</summary>
public class ForeignPeerTests
{
    [Fact]
    public async Task A_pymodbus_device_on_a_serial_line_is_found_swept_and_decoded()
    {
        await using var pair = await SocatPtyPair.StartAsync();
        await using var server = await PymodbusServer.StartSerialAsync(pair.A, [new PymodbusUnit(11, Strict: true)]);
        await server.SetAsync(11, PymodbusTable.HoldingRegisters, 20, 0x41C4, 0xCCCD);
        await server.SetAsync(11, PymodbusTable.HoldingRegisters, 24, 7);
        await using var bench = ToolBench.At(pair.B);

        var scan = await bench.RunAsync("bus", "scan", pair.B, "--serial", "9600-8N1", "--units", "10-12");
        Assert.Equal(ExitCode.Fine, scan.ExitCode);
        Assert.Matches("    11  9600-8N1  exception 02", scan.Out);

        var sweep = await bench.RunAsync("reg", "sweep", pair.B, "-u", "11", "--range", "hr:0-63");
        Assert.Equal(ExitCode.Fine, sweep.ExitCode);
        Assert.Equal(["holding 20-21 (PLC 40021-40022)", "holding 24 (PLC 40025)"],
            sweep.Out.Split('\n').Where(line => line.StartsWith("holding", StringComparison.Ordinal)));

        var find = await bench.RunAsync("find", pair.B, "-u", "11", "--value", "24.6", "--range", "hr:0-63");
        Assert.Matches(@"^  1  +holding 20-21 \(PLC 40021-40022\) +float32 ABCD +24.6 ", find.Out.Split('\n')[1]);
    }

    [Fact]
    public async Task A_pymodbus_server_on_TCP_is_read_and_what_is_written_there_mbpoll_reads()
    {
        await using var server = await PymodbusServer.StartTcpAsync([new PymodbusUnit(1)]);
        string bus = $"tcp://127.0.0.1:{server.Port}";
        await using var bench = ToolBench.At(bus);
        var write = await bench.RunAsync("reg", "write", bus, "-u", "1", "hr:30", "7.21", "--type", "float32", "--yes");
        Assert.Equal((ExitCode.Fine, "Written, and reads 7.21.\n"), (write.ExitCode, write.Out));
        await using var mbpoll = RunningProcess.Start(
            "mbpoll", ["-m", "tcp", "-a", "1", "-r", "31", "-c", "1", "-t", "4:float", "-B", "-1", "-p", $"{server.Port}", "127.0.0.1"], "mbpoll");
        Assert.Equal(0, await mbpoll.WaitForExitAsync());
        Assert.Contains(mbpoll.Output.Entries, line => line.Contains("7.21", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_mbpoll_asks_on_a_line_is_heard()
    {
        await using var pair = await SocatPtyPair.StartAsync();
        await using var bench = ToolBench.At(pair.B);
        await using var sniff = bench.Start("bus", "sniff", pair.B, "--serial", "9600-8N1");
        await sniff.WaitForLineAsync(text => text.StartsWith("Listening on", StringComparison.Ordinal));
        await using var mbpoll = RunningProcess.Start(
            "mbpoll", ["-m", "rtu", "-a", "5", "-b", "9600", "-P", "none", "-r", "3", "-c", "2", "-t", "4", "-1", "-o", "0.1", pair.A], "mbpoll");
        string heard = await sniff.Output.WaitForAsync(line => line.Contains("TX", StringComparison.Ordinal));
        Assert.Contains("unit 5, FC03, holding 2-3 (PLC 40003-40004)", heard, StringComparison.Ordinal);
        await mbpoll.WaitForExitAsync();
        Assert.Equal(ExitCode.Interrupted, await sniff.InterruptAsync());
    }
}
