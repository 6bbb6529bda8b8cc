using System.Text.Json;
using Gateway.Testing;
using Microsoft.Data.Sqlite;

namespace Gateway.EndToEnd;

/// <summary>Starting, stopping, being watched, and what an operator did before a crash.</summary>
public class LifecycleTests : GatewayTest
{
    private const string Alarm = "outlet/turbidity/high";

    [Fact]
    public async Task Told_to_stop_under_load_it_says_so_ends_well_and_goes_on_where_it_was()
    {
        await using var device = await Sites.StartProbeAsync();
        await using var broker = await Mosquitto.StartAsync();
        var platform = await SubscribeAsync(broker);
        Gateway.Write("profiles/test/probe.yaml", Sites.ProbeProfile.Replace("every: 100ms", "every: 0s", StringComparison.Ordinal));
        Gateway.WriteSite(Sites.With(Sites.Tcp(device.Port), broker.Port));
        await Gateway.StartAsync();
        await platform.WaitForAsync(m => m.Reaches("outlet/reads", 500));
        Assert.Equal(0, await Gateway.Process.TerminateAsync());
        await platform.WaitForAsync(m => m.IsStatus("closing"));
        Assert.DoesNotContain(Gateway.Process.Output.Entries, IsGrave);
        Assert.Empty(Gateway.Process.Errors.Entries);

        // What the device answered before the stop was stored: all but the one answer that may have been on the wire.
        using var ledger = StoredReadings.Open(Gateway.BufferFolder);
        var stored = ledger.NumbersOf("outlet/reads");
        int counted = await device.CountOfAsync();
        Assert.InRange(stored.Count, counted - 1, counted);
        Assert.Equal(Enumerable.Range(1, stored.Count).Select(n => (long)n), stored);

        // And the platform had all of it before the goodbye.
        FeedLedger.AssertArrived(stored, Received, "outlet/reads");

        await Gateway.StartAsync();
        await Gateway.LoggedAsync("ended cleanly before: True");
        var first = (await platform.WaitForAsync(m => m.IsBirth(1))).Json();
        var second = (await platform.WaitForAsync(m => m.IsBirth(2))).Json();
        Assert.Equal(first.GetProperty("epochs").ToString(), second.GetProperty("epochs").ToString());
        Assert.InRange(NextOf(second), NextOf(first) + 1, long.MaxValue);
        await platform.WaitForAsync(m => m.Reaches("outlet/reads", counted + 100));
        FeedLedger.AssertArrived(stored, Received, "outlet/reads");
        FeedLedger.AssertNoHoles(Received);
    }

    [Fact]
    public async Task Told_to_stop_while_somebody_else_holds_the_database_it_says_what_is_lost_and_fails()
    {
        await using var device = await Sites.StartProbeAsync();
        await using var broker = await Mosquitto.StartAsync();
        var platform = await SubscribeAsync(broker);
        Gateway.WriteProbe(Sites.With(Sites.Tcp(device.Port), broker.Port));
        await Gateway.StartAsync();
        await platform.WaitForAsync(m => m.Reaches("outlet/reads", 5));

        await using (var somebody = new SqliteConnection($"Data Source={Path.Combine(Gateway.BufferFolder, "core.db")};Pooling=False"))
        {
            await somebody.OpenAsync(TestContext.Current.CancellationToken);
            await using var hold = somebody.BeginTransaction(deferred: false);
            await device.CountedOnAsync(20);
            Assert.Equal(1, await Gateway.Process.TerminateAsync());
        }
        string said = await Gateway.LoggedAsync("they are lost");
        Assert.Matches("Stopped before [1-9][0-9]* readings and [0-9]+ events could be stored", said);
        Assert.DoesNotContain(Gateway.Process.Output.Entries, line => line.Contains(" crit: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_service_manager_hears_that_it_is_ready_alive_and_stopping()
    {
        using var manager = new NotifySocket();
        Gateway.WriteProbe(Sites.With(Sites.Tcp(1), 1));
        await Gateway.StartAsync(new Dictionary<string, string?> { ["NOTIFY_SOCKET"] = manager.Path, ["WATCHDOG_USEC"] = "400000" });
        await HearsAsync(manager, "READY=1");
        await HearsAsync(manager, "STATUS=e2e: 1 devices on 1 buses, 1 feeds");
        await HearsAsync(manager, "WATCHDOG=1");
        await HearsAsync(manager, "WATCHDOG=1");
        Task<int> end = Gateway.Process.TerminateAsync();
        await HearsAsync(manager, "STOPPING=1");
        Assert.Equal(0, await end);
    }

    [Fact]
    public async Task An_acknowledgement_outlives_a_kill()
    {
        await using var device = await Sites.StartProbeAsync();
        await using var broker = await Mosquitto.StartAsync();
        var platform = await SubscribeAsync(broker);
        Gateway.WriteProbe(Sites.With(Sites.Tcp(device.Port), broker.Port));
        await Gateway.StartAsync();
        await device.SetTurbidityAsync(1.6f);
        var raised = (await platform.WaitForAsync(m => m.IsAlarm(Alarm, "UNACK"))).Json().GetProperty("alarm");
        var listed = await Gateway.AskAsync("alarm", "list");
        Assert.Equal(1, listed.ExitCode);
        Assert.Contains(raised.GetProperty("occurrence").GetString()!, listed.Output);

        Assert.Equal(0, (await Gateway.AskAsync("alarm", "ack", Alarm, "--note", "seen by the night shift")).ExitCode);
        await Gateway.Process.KillAsync();
        await Gateway.StartAsync();
        await Gateway.LoggedAsync("ended cleanly before: False");
        var acknowledged = (await platform.WaitForAsync(m => m.IsAlarm(Alarm, "ACKED"))).Json().GetProperty("alarm");
        Assert.Equal(raised.GetProperty("occurrence").GetString(), acknowledged.GetProperty("occurrence").GetString());
        Assert.Equal("seen by the night shift", acknowledged.GetProperty("note").GetString());
        Assert.Contains("ACKED", (await Gateway.AskAsync("alarm", "list", "--json")).Output);

        // The value is still beyond the limit after the start, and that is no news.
        int counted = await device.CountOfAsync();
        await platform.WaitForAsync(m => m.Reaches("outlet/reads", counted + 5));
        await device.SetTurbidityAsync(0.4f);
        var cleared = (await platform.WaitForAsync(m => m.IsAlarm(Alarm, "NORMAL"))).Json().GetProperty("alarm");
        Assert.Equal("ACKED", cleared.GetProperty("from").GetString());
        Assert.Single(platform.Messages.Entries.Where(m => m.IsAlarm(Alarm, "UNACK")).Select(m => m.Identity()).Distinct());
        Assert.Equal(0, (await Gateway.AskAsync("alarm", "list")).ExitCode);
        Assert.Equal(1, (await Gateway.AskAsync("alarm", "ack", Alarm)).ExitCode);
    }

    [Fact]
    public async Task Status_tells_scripts_by_its_exit_code_whether_all_is_well()
    {
        await using var device = await Sites.StartProbeAsync();
        await using var broker = await Mosquitto.StartAsync();
        var platform = await SubscribeAsync(broker);
        Gateway.WriteProbe(Sites.With(Sites.Tcp(device.Port), broker.Port));
        var none = await Gateway.AskAsync("status");
        Assert.Equal(7, none.ExitCode);
        Assert.Contains("cannot be reached", none.Errors);
        Assert.Contains("next: ", none.Errors);
        Assert.Equal(7, (await Gateway.AskAsync("alarm", "list")).ExitCode);

        await Gateway.StartAsync();
        await platform.WaitForAsync(m => m.Reaches("outlet/reads", 1));
        var well = await Gateway.AskAsync("status");
        Assert.Equal((0, ""), (well.ExitCode, well.Errors));
        Assert.Contains("1/1 device", well.Output);
        var report = await Gateway.StatusAsync();
        Assert.Equal("envgw.status/1", report.GetProperty("schema").GetString());
        Assert.Equal(0, report.GetProperty("problems").GetArrayLength());
        Assert.Equal("answering", report.GetProperty("buses")[0].GetProperty("devices")[0].GetProperty("state").GetString());
        Assert.True(report.GetProperty("feeds")[0].GetProperty("connected").GetBoolean());
        Assert.Equal("healthy", report.GetProperty("buffer").GetProperty("state").GetString());

        await device.SetTurbidityAsync(1.6f);
        await platform.WaitForAsync(m => m.IsAlarm(Alarm, "UNACK"));
        var ill = await Gateway.AskAsync("status");
        Assert.Equal(1, ill.ExitCode);
        Assert.Contains("! alarms: 1 unacknowledged → envgw alarm list", ill.Output);

        await Gateway.Process.KillAsync();
        Assert.Equal(7, (await Gateway.AskAsync("status")).ExitCode);
    }

    private static long NextOf(JsonElement birth) => birth.GetProperty("lanes").GetProperty("live").GetProperty("next").GetInt64();

    private static bool IsGrave(string line) => line.Contains(" fail: ", StringComparison.Ordinal) || line.Contains(" crit: ", StringComparison.Ordinal);

    /// <summary>The next message that is so; others, such as further signs of life, may come before.</summary>
    private static async Task HearsAsync(NotifySocket manager, string message)
    {
        while (await manager.ReceiveAsync() is var heard && heard != message) Assert.Matches("^(READY=1|STATUS=.+|WATCHDOG=1|STOPPING=1)$", heard);
    }
}
