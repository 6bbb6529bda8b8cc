using System.Text.Json;
using Gateway.Cli;
using Gateway.Core.Buffering;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Cli;

public sealed class BufferRequeueVerbTests : IDisposable
{
    private const string Feed = "supervision";

    private readonly SiteFolder _site = new(more: $"feeds: {{ {Feed}: {{ broker: \"mqtt://127.0.0.1:1\" }} }}");

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task What_a_platform_refused_is_shown_with_its_reason_without_a_gateway_and_with_one()
    {
        PutAside(2);
        var run = await CommandRun.Of("buffer", "status", "--config", _site.SiteFile);
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Contains($"refused by the platform of feed {Feed}, and put aside: 2 messages\n  event 1   alarm   2026-01-02T03:04:05.000Z   0x99 PayloadFormatInvalid\n", run.Out, StringComparison.Ordinal);
        Assert.Contains($"envgw buffer requeue {Feed}", run.Out + run.Error, StringComparison.Ordinal);
        using var report = JsonDocument.Parse((await CommandRun.Of("buffer", "status", "--json", "--config", _site.SiteFile)).Out);
        Assert.Equal(2, report.RootElement.GetProperty("refused").GetArrayLength());

        await using var gateway = await RunningGateway.StartAsync(_site);
        Assert.Contains($"feed {Feed}: 2 messages put aside", (await gateway.AskAsync("status")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_sent_again_or_given_up_and_who_wanted_it_is_written_down()
    {
        PutAside(1);
        await using (var gateway = await RunningGateway.StartAsync(_site))
        {
            var again = await gateway.AskAsync("buffer", "requeue", Feed);
            Assert.Equal((ExitCode.Fine, "1 message will be sent again once the feed is connected.\n"), (again.ExitCode, again.Out));
            var given = await gateway.AskAsync("buffer", "requeue", Feed, "--forget");
            Assert.Equal((ExitCode.Fine, "1 message given up; the audit log names them.\n"), (given.ExitCode, given.Out));
            Assert.Equal($"Nothing of feed {Feed} is put aside.\n", (await gateway.AskAsync("buffer", "requeue", Feed)).Out);
            var unknown = await gateway.AskAsync("buffer", "requeue", "nobody");
            Assert.Equal((ExitCode.WrongUsage, "error: there is no feed 'nobody'\nnext: envgw status\n"), (unknown.ExitCode, unknown.Error));
        }
        string audit = (await CommandRun.Of("buffer", "audit", "--config", _site.SiteFile)).Out;
        Assert.Matches($$"""  requeue +\S+ +\{"feed":"{{Feed}}","what":"send again","messages":1,"lanes":\{"event":\[1\]\}\}\n""", audit);
        Assert.Matches($$"""  requeue +\S+ +\{"feed":"{{Feed}}","what":"forget","messages":1,""", audit);
        Assert.DoesNotContain("put aside", (await CommandRun.Of("buffer", "status", "--config", _site.SiteFile)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_gateway_nothing_is_done()
    {
        PutAside(1);
        var run = await CommandRun.Of("buffer", "requeue", Feed, "--config", _site.SiteFile);
        Assert.Equal(ExitCode.ServiceNotReachable, run.ExitCode);
    }

    [Fact]
    public async Task Those_that_are_too_many_for_the_list_are_counted_until_somebody_gives_them_up()
    {
        PutAside(2, unlisted: 7);
        var status = await CommandRun.Of("buffer", "status", "--config", _site.SiteFile);
        Assert.Contains($"of feed {Feed}, and put aside: 9 messages\n  7 of them are too old for the list", status.Out, StringComparison.Ordinal);
        using (var report = JsonDocument.Parse((await CommandRun.Of("buffer", "status", "--json", "--config", _site.SiteFile)).Out))
            Assert.Equal(7, report.RootElement.GetProperty("refusedUnlisted")[0].GetProperty("messages").GetInt64());
        await using (var gateway = await RunningGateway.StartAsync(_site))
        {
            Assert.Contains($"feed {Feed}: 9 messages put aside", (await gateway.AskAsync("status")).Out, StringComparison.Ordinal);
            Assert.Equal("9 messages given up; the audit log names them.\n", (await gateway.AskAsync("buffer", "requeue", Feed, "--forget")).Out);
        }
        Assert.DoesNotContain("put aside", (await CommandRun.Of("buffer", "status", "--config", _site.SiteFile)).Out, StringComparison.Ordinal);
    }

    private void PutAside(int count, int unlisted = 0)
    {
        var site = FakeService.SiteOf(_site.SiteFile);
        using var store = new SqliteStore(site.Buffer, TimeProvider.System, NullLogger<SqliteStore>.Instance);
        store.Open();
        var transaction = new StoreTransaction();
        long time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).ToUnixTimeMilliseconds();
        for (int seq = 1; seq <= count; seq++)
        {
            transaction.Messages.Add(new NewMessage(Lane.Event, seq, MessageKind.Alarm, time, 0, ClockState.Free, 1, 0, "{}"u8.ToArray()));
            transaction.Refused.Add(new RefusedMessage(Feed, Lane.Event, seq, MessageKind.Alarm, "0x99 PayloadFormatInvalid", time));
        }
        if (unlisted > 0) transaction.Unlisted.Add(new UnlistedRefusals(Feed, unlisted));
        transaction.Bookmarks.Add(new BookmarkMove(Feed, Lane.Event, new Bookmark(count)));
        store.Commit(transaction);
    }
}
