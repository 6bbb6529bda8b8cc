using System.Text.Json;
using Gateway.Cli;
using Gateway.Fieldbus.Modbus.Server;
using Gateway.Testing;

namespace Gateway.Tests.Cli;

/// <summary>A device that is not the one its profile describes: every command says which check it failed, and how the right profile is found.</summary>
public sealed class WrongDeviceTests : IAsyncDisposable
{
    private const string Check = "identify holding 602 (PLC 40603): expected 24, found 8";
    private const string CheckInChinese = "身份校验 holding 602 (PLC 40603)：应为 24，实际为 8";
    private const string Next = "envgw profile match line -u 1";

    private readonly CountingServer _server = new();
    private readonly SiteFolder _folder;

    public WrongDeviceTests()
    {
        _folder = new SiteFolder(_server.Port, "  meter: { profile: water/siemens-mag6000, bus: line, unit: 1, every: 200ms, byte_order: ABCD }");
        // Of the same maker, and another product.
        _server.Store.Unit(1).Set(ModbusTable.HoldingRegisters, 600, [0x2A, 0, 8]);
    }

    [Fact]
    public async Task A_test_of_the_device_names_the_check_and_the_next_command()
    {
        var run = await CommandRun.Of("device", "test", "meter", "--config", _folder.SiteFile);
        Assert.Equal(ExitCode.ProblemsFound, run.ExitCode);
        Assert.Contains($"error: this is not the device that water/siemens-mag6000 describes: {Check}\nnext: {Next}\n", run.Error, StringComparison.Ordinal);
        var chinese = await CommandRun.InChinese("device", "test", "meter", "--config", _folder.SiteFile);
        Assert.Contains(CheckInChinese, chinese.Error, StringComparison.Ordinal);
        var json = await CommandRun.Of("device", "test", "meter", "--json", "--config", _folder.SiteFile);
        Assert.Equal(Check, JsonDocument.Parse(json.Out).RootElement.GetProperty("note").GetString());
    }

    [Fact]
    public async Task Status_and_the_list_of_alarms_name_it_too_and_the_list_after_a_restart_as_well()
    {
        await using (var gateway = await RunningGateway.StartAsync(_folder))
        {
            var alarm = await AlarmAsync();
            Assert.Equal((Check, CheckInChinese, Next), (Word(alarm, "note"), Word(alarm, "noteZh"), Word(alarm, "next")));
            Assert.Contains($"! meter/profile-mismatch: {Check} → {Next}\n", (await gateway.AskAsync("alarm", "list")).Out, StringComparison.Ordinal);
            var status = await gateway.AskAsync("status");
            Assert.Contains($"! device meter (unit 1 on line): it is not what its profile says: {Check}; last answer", status.Out, StringComparison.Ordinal);
            Assert.Contains($" → {Next}\n", status.Out, StringComparison.Ordinal);
            Assert.Contains(CheckInChinese, (await CommandRun.InChinese("status", "--config", _folder.SiteFile)).Out, StringComparison.Ordinal);
            var test = await gateway.AskAsync("device", "test", "meter");
            Assert.Contains($"{Check}\nnext: {Next}\n", test.Error, StringComparison.Ordinal);
        }
        await using var again = await RunningGateway.StartAsync(_folder);
        Assert.Equal(Check, Word(await AlarmAsync(), "note"));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private static string? Word(JsonElement alarm, string name) => alarm.GetProperty(name).GetString();

    /// <summary>Until the device has been found to be another.</summary>
    private async Task<JsonElement> AlarmAsync()
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            var run = await CommandRun.Of("alarm", "list", "--json", "--config", _folder.SiteFile);
            if (run.Out.Length == 0) continue;
            foreach (var alarm in JsonDocument.Parse(run.Out).RootElement.GetProperty("alarms").EnumerateArray())
                if (Word(alarm, "kind") == "profile-mismatch") return alarm;
        }
    }
}
