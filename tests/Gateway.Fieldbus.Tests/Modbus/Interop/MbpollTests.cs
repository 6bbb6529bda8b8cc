using System.Net;
using System.Text.RegularExpressions;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;
using Gateway.Fieldbus.Tests.Modbus.Peers;

namespace Gateway.Fieldbus.Tests.Modbus.Interop;

/// <summary>mbpoll, which is libmodbus, against our servers: Modbus TCP, and RTU behind a pseudo-terminal.</summary>
public sealed partial class MbpollTests : IAsyncDisposable
{
    private const string Mbpoll = "/usr/bin/mbpoll";
    private const string Socat = "/usr/bin/socat";

    private readonly ModbusMemoryStore _store = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("envgw-mbpoll-");
    private Task _serving = Task.CompletedTask;

    public MbpollTests()
    {
        Assert.SkipUnless(File.Exists(Mbpoll) && File.Exists(Socat), "mbpoll and socat are not installed");
        _store.Unit(17).Set(ModbusTable.HoldingRegisters, 0, [1000, 1001, 1002]);
        _store.Unit(17).Set(ModbusTable.InputRegisters, 0, [2000, 2001, 2002]);
        _store.Unit(17).Set(ModbusTable.Coils, 0, [1, 0, 1]);
        _store.Unit(17).Set(ModbusTable.DiscreteInputs, 0, [0, 1, 1]);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving.Soon();
        _stop.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task It_reads_and_writes_our_tcp_server()
    {
        int port = Serve(ModbusFraming.Mbap);
        await AssertReadsAndWritesAsync(["-m", "tcp", "-p", $"{port}"], "127.0.0.1");
    }

    [Fact]
    public async Task It_reads_and_writes_our_rtu_server_through_a_pseudo_terminal()
    {
        int port = Serve(ModbusFraming.Rtu);
        string tty = Path.Combine(_folder.FullName, "tty");
        await using var socat = PeerProgram.Start(Socat, "-d", "-d", $"pty,raw,echo=0,link={tty}", $"tcp:127.0.0.1:{port},nodelay");
        while (await socat.Errors.ReadLineAsync().Soon() is { } line && !line.Contains("starting data transfer loop", StringComparison.Ordinal))
        {
        }
        await AssertReadsAndWritesAsync(["-m", "rtu", "-b", "19200", "-P", "none"], tty);
    }

    private int Serve(ModbusFraming framing)
    {
        var server = new ModbusTcpServer(new IPEndPoint(IPAddress.Loopback, 0), framing, _store, TimeProvider.System);
        server.Open();
        _serving = server.RunAsync(_stop.Token);
        return server.LocalEndPoint.Port;
    }

    private async Task AssertReadsAndWritesAsync(string[] mode, string target)
    {
        string[] once = [.. mode, "-a", "17", "-o", "10", "-1"];
        Assert.Equal("1000, 1001, 1002", await ReadAsync([.. once, "-t", "4", "-c", "3", target]));
        Assert.Equal("2000, 2001, 2002", await ReadAsync([.. once, "-t", "3", "-c", "3", target]));
        Assert.Equal("1, 0, 1", await ReadAsync([.. once, "-t", "0", "-c", "3", target]));
        Assert.Equal("0, 1, 1", await ReadAsync([.. once, "-t", "1", "-c", "3", target]));

        await WriteAsync([.. once, "-t", "4", "-r", "101", target, "4242"]);
        await WriteAsync([.. once, "-t", "4", "-r", "201", target, "1", "2", "65535"]);
        await WriteAsync([.. once, "-t", "0", "-r", "301", target, "1"]);
        await WriteAsync([.. once, "-t", "0", "-r", "401", target, "1", "0", "1"]);
        var unit = _store.Unit(17);
        Assert.Equal(4242, unit[ModbusTable.HoldingRegisters, 100]);
        Assert.Equal(65535, unit[ModbusTable.HoldingRegisters, 202]);
        Assert.Equal(1, unit[ModbusTable.Coils, 300]);
        Assert.Equal((1, 0, 1), (unit[ModbusTable.Coils, 400], unit[ModbusTable.Coils, 401], unit[ModbusTable.Coils, 402]));

        unit.RemoveRange(ModbusTable.HoldingRegisters, 500, 1);
        var (_, refused) = await PeerProgram.RunAsync(Mbpoll, [.. once, "-t", "4", "-r", "501", target]);
        Assert.Contains("Illegal data address", refused, StringComparison.Ordinal);
    }

    private static async Task<string> ReadAsync(string[] arguments)
    {
        var (exitCode, output) = await PeerProgram.RunAsync(Mbpoll, arguments);
        Assert.True(exitCode == 0, output);
        return string.Join(", ", Reading().Matches(output).Select(match => match.Groups[1].Value));
    }

    private static async Task WriteAsync(string[] arguments)
    {
        var (exitCode, output) = await PeerProgram.RunAsync(Mbpoll, arguments);
        Assert.True(exitCode == 0, output);
    }

    [GeneratedRegex(@"^\[\d+\]:\s+(\d+)", RegexOptions.Multiline)]
    private static partial Regex Reading();
}
