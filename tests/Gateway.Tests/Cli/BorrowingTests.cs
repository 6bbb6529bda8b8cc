using System.Text.Json;
using Gateway.Cli;
using Gateway.Core.Auditing;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;
using Gateway.Hosting;
using Gateway.Testing;

namespace Gateway.Tests.Cli;

/// <summary>Commands borrow the bus of the gateway that runs on it: a real service, a real server that counts its clients.</summary>
public sealed class BorrowingTests : IAsyncLifetime
{
    private const byte Unit = GatewayOnServer.Unit;

    private GatewayOnServer? _gateway;

    private GatewayOnServer Gateway => _gateway!;

    private RunningGateway Running => Gateway.Running;

    private CountingServer Device => Gateway.Device;

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayOnServer.StartAsync();
        await Device.RequestedAsync();
    }

    public ValueTask DisposeAsync() => _gateway?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string StateOf(JsonElement bus) => bus.GetProperty("state").GetString()!;

    private static CommandContext Context(StringWriter output, StringWriter error) => new(output, error, "en", false) { Command = "envgw reg read" };

    private BusTarget Target(string host = "127.0.0.1")
    {
        var site = FakeService.SiteOf(Gateway.SiteFile);
        var bus = site.Buses[0] with { Address = host };
        return new BusTarget($"tcp://{host}:{Device.Port}", bus, site, null, false);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task A_command_has_the_bus_alone_and_polling_goes_on_by_itself_afterwards(string host)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await new BusAccess(Context(output, error)).UseAsync(Target(host), async line =>
        {
            var lent = await Running.BusAsync(bus => StateOf(bus) == "lent");
            Assert.Equal(Environment.ProcessId, lent.GetProperty("lentTo").GetProperty("processId").GetInt32());
            Assert.Equal("envgw reg read", lent.GetProperty("lentTo").GetProperty("command").GetString());
            Assert.Equal("maintenance", lent.GetProperty("devices")[0].GetProperty("state").GetString());
            for (int i = 0; i < 20; i++)
            {
                int before = Device.Requests;
                var answer = await line.Client.RequestAsync(Unit, ModbusRequest.ReadHoldingRegisters(0, 2), new byte[252], TimeSpan.FromSeconds(5), default);
                Assert.True(answer.IsOk);
                Assert.Equal(before + 1, Device.Requests);
            }
            return 0;
        }, CancellationToken.None);
        Assert.Equal(0, code);
        Assert.StartsWith("bus line is borrowed from the gateway service", error.ToString(), StringComparison.Ordinal);
        await Device.RequestedAsync(2);
        await Running.BusAsync(bus => StateOf(bus) == "open");
        Assert.Equal((1, 3), (Device.MostClients, Device.Clients));
    }

    [Fact]
    public async Task A_write_is_in_the_audit_log_before_the_device_hears_of_it_and_with_what_came_of_it()
    {
        var run = await Running.AskAsync("reg", "write", $"tcp://127.0.0.1:{Device.Port}", "-u", $"{Unit}", "hr:100", "7", "--yes");
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        var rows = new AuditInspection(Gateway.Folder.BufferFolder).Rows(0).Where(row => row.Kind == AuditKind.RegisterWrite).ToList();
        Assert.All(rows, row => Assert.Matches($@"^.+ \(uid \d+, pid {Environment.ProcessId}\)$", row.Actor));
        Assert.Equal(
            ["begun", "done"],
            rows.Select(row => JsonDocument.Parse(row.Body).RootElement.GetProperty("state").GetString()));
        Assert.Equal("7", JsonDocument.Parse(rows[0].Body).RootElement.GetProperty("new").GetString());
    }

    [Fact]
    public async Task A_second_command_hears_who_has_the_bus_with_exit_code_8()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        await new BusAccess(Context(output, error)).UseAsync(Target(), async _ =>
        {
            var second = await Running.AskAsync("device", "test", "outlet");
            Assert.Equal(ExitCode.Busy, second.ExitCode);
            string holder = $@"PID {Environment.ProcessId} \(\w+, envgw reg read\) since \d\d:\d\d:\d\d";
            Assert.Matches($@"error\[B020\]: the gateway service does not lend bus line: busy, lent to {holder}", second.Error);
            var chinese = await CommandRun.InChinese("device", "test", "outlet", "--config", Gateway.SiteFile);
            Assert.Contains($"借给 PID {Environment.ProcessId}", chinese.Error, StringComparison.Ordinal);
            return 0;
        }, CancellationToken.None);
        Assert.Equal(1, Device.MostClients);
    }

    [Fact]
    public async Task Points_read_maintenance_while_the_bus_is_lent_andDevice_alarms_stay_quiet()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        await new BusAccess(Context(output, error)).UseAsync(Target(), async _ =>
        {
            await Running.BusAsync(bus => StateOf(bus) == "lent");
            using var http = Gateway.Service();
            using var patience = new CancellationTokenSource(Patience.Limit);
            while (!(await http.GetStringAsync("/readings", patience.Token)).Contains("\"B:maintenance\"", StringComparison.Ordinal))
                patience.Token.ThrowIfCancellationRequested();
            Assert.Equal(ExitCode.Fine, (await Running.AskAsync("alarm", "list")).ExitCode);
            return 0;
        }, CancellationToken.None);
    }

    [Fact]
    public async Task ADevice_is_tested_through_the_borrowed_bus_with_values_and_what_they_were_made_of()
    {
        var run = await Running.AskAsync("device", "test", "outlet");
        Assert.Contains("outlet/turbidity", run.Out, StringComparison.Ordinal);
        Assert.Matches(@"\d+ requests?, \d+ answered, the slowest in [\d.]+ ms", run.Out);
        var json = JsonDocument.Parse((await Running.AskAsync("device", "test", "outlet", "--json")).Out).RootElement;
        Assert.Equal("envgw.device-test/1", json.GetProperty("schema").GetString());
        Assert.NotEqual(0, json.GetProperty("points").GetArrayLength());
        Assert.Equal(1, Device.MostClients);
    }

    [Fact]
    public async Task The_technicians_tools_work_while_the_service_runs_and_never_beside_it()
    {
        Device.Store.Unit(Unit).Set(ModbusTable.HoldingRegisters, 0, [0xB852, 0x40E6]);
        string place = $"tcp://localhost:{Device.Port}";
        foreach (string bus in new[] { "line", place })
        {
            var read = await Running.AskAsync("reg", "read", bus, "-u", $"{Unit}", "hr:0", "--count", "2", "--all");
            Assert.Equal(ExitCode.Fine, read.ExitCode);
            Assert.Contains("7.21", read.Out, StringComparison.Ordinal);
            Assert.StartsWith("bus line is borrowed", read.Error, StringComparison.Ordinal);
        }
        await Device.RequestedAsync(2);
        await Running.BusAsync(bus => StateOf(bus) == "open");
        Assert.Equal((1, 5), (Device.MostClients, Device.Clients));
    }

    [Fact]
    public async Task A_borrower_that_is_killed_has_given_the_bus_back()
    {
        const string Borrow = """
            import socket, sys
            service = socket.socket(socket.AF_UNIX)
            service.connect(sys.argv[1])
            body = b'{"user":"zhang","command":"a\\nscan"}'
            head = b'POST /buses/line/lease HTTP/1.1\r\nHost: envgw\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n'
            service.sendall(head % len(body) + body)
            while said := service.recv(4096): print(said.decode(), flush=True)
            """;
        await using var borrower = RunningProcess.Start("/usr/bin/python3", ["-c", Borrow, LocalSocket.ClientPath(FakeService.SiteOf(Gateway.SiteFile))]);
        await borrower.WaitForLineAsync(line => line.Contains("\"event\":\"lent\"", StringComparison.Ordinal));
        var holder = (await Running.BusAsync(bus => StateOf(bus) == "lent")).GetProperty("lentTo");
        Assert.Equal(borrower.Id, holder.GetProperty("processId").GetInt32());
        Assert.Equal(("zhang", "a scan"), (holder.GetProperty("user").GetString(), holder.GetProperty("command").GetString()));
        await borrower.KillAsync();
        await Running.BusAsync(bus => StateOf(bus) == "open");
    }

    [Fact]
    public async Task When_the_service_ends_the_borrower_sends_nothing_more()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await new BusAccess(Context(output, error)).UseAsync(Target(), async line =>
        {
            await Gateway.StopAsync();
            int before = Device.Requests;
            using var patience = new CancellationTokenSource(Patience.Limit);
            ModbusAnswer answer;
            do answer = await line.Client.RequestAsync(Unit, ModbusRequest.ReadHoldingRegisters(0, 1), new byte[252], TimeSpan.FromSeconds(5), patience.Token);
            while (answer.IsOk);
            Assert.Equal(ModbusOutcome.NoConnection, answer.Outcome);
            Assert.Contains("has taken the bus back", answer.Detail, StringComparison.Ordinal);
            return 0;
        }, CancellationToken.None);
        Assert.Equal(0, code);
    }
}
