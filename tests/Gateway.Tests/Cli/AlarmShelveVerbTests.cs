using System.Text.Json;
using Gateway.Cli;

namespace Gateway.Tests.Cli;

public sealed class AlarmShelveVerbTests : IDisposable
{
    private const string Alarm = "outlet/turbidity/high";

    private readonly SiteFolder _site = new();

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task An_alarm_is_shelved_shown_so_and_brought_back()
    {
        await using var gateway = await RunningGateway.StartAsync(_site);
        var shelved = await gateway.AskAsync("alarm", "shelve", Alarm, "--for", "2h", "--note", "probe is cleaned");
        Assert.Equal((ExitCode.Fine, $"{Alarm} is shelved for 2h.\n"), (shelved.ExitCode, shelved.Out));

        var list = await gateway.AskAsync("alarm", "list");
        Assert.Equal(ExitCode.Fine, list.ExitCode);
        Assert.Contains("shelved until ", list.Out, StringComparison.Ordinal);
        Assert.Contains("(normal)", list.Out, StringComparison.Ordinal);
        Assert.Contains("已搁置至", (await gateway.AskAsync("alarm", "list", "--lang", "zh")).Out, StringComparison.Ordinal);
        var line = JsonDocument.Parse((await gateway.AskAsync("alarm", "list", "--json")).Out).RootElement.GetProperty("alarms")[0];
        Assert.Equal(("SHELVED", "NORMAL"), (line.GetProperty("state").GetString(), line.GetProperty("base").GetString()));
        Assert.Contains("1 shelved", (await gateway.AskAsync("status")).Out, StringComparison.Ordinal);

        var back = await gateway.AskAsync("alarm", "unshelve", Alarm);
        Assert.Equal((ExitCode.Fine, $"{Alarm} is no longer shelved.\n"), (back.ExitCode, back.Out));
        Assert.Contains("No alarm.", (await gateway.AskAsync("alarm", "list")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_may_not_be_shelved_is_refused_with_the_reason_in_both_languages()
    {
        await using var gateway = await RunningGateway.StartAsync(_site);
        await RefusedAsync(gateway, "can be shelved for 8h at most", "最长可搁置 8 小时", "shelve", Alarm, "--for", "9h", "--note", "long");
        await RefusedAsync(gateway, "nobody shelves without a reason", "搁置必须说明原因", "shelve", Alarm, "--for", "1h");
        await RefusedAsync(gateway, "there is no alarm 'outlet/x/high'", "没有报警 “outlet/x/high”", "shelve", "outlet/x/high", "--for", "1h", "--note", "x");
        await RefusedAsync(gateway, "is not shelved", "未被搁置", "unshelve", Alarm);
        Assert.Equal(ExitCode.WrongUsage, (await gateway.AskAsync("alarm", "shelve", Alarm, "--for", "soon", "--note", "x")).ExitCode);
        Assert.Equal(ExitCode.WrongUsage, (await gateway.AskAsync("alarm", "shelve", Alarm, "--note", "for ever")).ExitCode);
    }

    private static async Task RefusedAsync(RunningGateway gateway, string english, string chinese, params string[] arguments)
    {
        var run = await gateway.AskAsync(["alarm", .. arguments]);
        Assert.Equal(ExitCode.ProblemsFound, run.ExitCode);
        Assert.Contains(english, run.Error, StringComparison.Ordinal);
        Assert.Contains(chinese, (await gateway.AskAsync(["alarm", .. arguments, "--lang", "zh"])).Error, StringComparison.Ordinal);
    }
}
