using Gateway.Cli;
using Gateway.Hosting;
using Gateway.Tests.Cli;
using Gateway.Tests.Cli.Commissioning;

namespace Gateway.Tests.Hosting.Metrics;

public sealed class AlarmGaugeTests : IDisposable
{
    private const string Alarm = "outlet/turbidity/high";

    private readonly SiteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_alarm_that_changes_its_state_changes_what_is_counted_of_each()
    {
        // A process of its own: the numbers of a process are those of all the gateways in it.
        await using var gateway = ToolBench.Play("run", "--config", _folder.SiteFile);
        await gateway.WaitForLineAsync(line => line.Contains("Running", StringComparison.Ordinal));
        Assert.DoesNotContain("state=\"Shelved\"", await AlarmsAsync(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Fine, (await AskAsync("alarm", "shelve", Alarm, "--for", "2h", "--note", "probe is cleaned")).ExitCode);
        Assert.Contains("envgw_alarms{state=\"Shelved\"} 1\n", await AlarmsAsync(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Fine, (await AskAsync("alarm", "unshelve", Alarm)).ExitCode);
        // Not all as it was before: nobody answers on this bus, and the device's own alarm may be raised meanwhile.
        Assert.DoesNotContain("state=\"Shelved\"", await AlarmsAsync(), StringComparison.Ordinal);
    }

    private Task<CommandRun> AskAsync(params string[] arguments) => CommandRun.Of([.. arguments, "--config", _folder.SiteFile]);

    private async Task<string> AlarmsAsync()
    {
        using var client = LocalSocket.Client(LocalSocket.ServerPath(FakeService.SiteOf(_folder.SiteFile)));
        string text = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        return string.Concat(text.Split('\n').Where(line => line.StartsWith("envgw_alarms{", StringComparison.Ordinal)).Select(line => line + "\n"));
    }
}
