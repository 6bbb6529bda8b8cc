using Gateway.Core.Auditing;
using Gateway.Core.Buffering;
using Gateway.Core.Tests.Buffering;

namespace Gateway.Core.Tests.Auditing;

public class AuditLogTests
{
    [Fact]
    public async Task Whoever_is_told_that_a_row_is_written_finds_it_after_a_power_cut()
    {
        using var folder = new AuditFolder();
        await folder.RunAsync(async log =>
        {
            await log.AppendAsync(AuditFolder.Entry("acknowledge"), CancellationToken.None);
            using var crashed = folder.Crashed();
            var row = Assert.Single(crashed.Rows);
            Assert.Equal((1, AuditKind.Command, "anna@supervision", """{"verb":"acknowledge"}"""), (row.Number, row.Kind, row.Actor, AuditFolder.TextOf(row)));
            Assert.Equal(log.Head, row.Head);
        });
    }

    [Fact]
    public async Task A_restart_goes_on_with_number_and_chain()
    {
        using var folder = new AuditFolder();
        await folder.WriteAsync("read", "acknowledge");
        await folder.WriteAsync("backfill");
        Assert.Equal([1, 2, 3], folder.Rows.Select(row => row.Number));
        Assert.Empty(folder.Problems);
    }

    [Fact]
    public async Task What_was_noted_is_written_before_the_end()
    {
        using var folder = new AuditFolder();
        await folder.RunAsync(log =>
        {
            for (int i = 0; i < 600; i++) log.Note(AuditFolder.Entry($"n{i}"));
            return Task.CompletedTask;
        });
        Assert.Equal(Enumerable.Range(0, 600).Select(i => $$"""{"verb":"n{{i}}"}"""), folder.Rows.Select(AuditFolder.TextOf));
    }

    [Fact]
    public async Task While_somebody_holds_the_file_rows_wait_and_are_written_when_he_lets_go()
    {
        using var folder = new AuditFolder();
        await folder.RunAsync(async log =>
        {
            await log.AppendAsync(AuditFolder.Entry("first"), CancellationToken.None);
            Task waiting;
            using (var other = folder.Connect())
            {
                using var hold = other.BeginTransaction();
                waiting = log.AppendAsync(AuditFolder.Entry("second"), CancellationToken.None).AsTask();
                await Waits.Until(() => log.Snapshot.LastError is not null);
                Assert.False(waiting.IsCompleted);
            }
            await Waits.Until(() => Again(folder, waiting));
            await waiting;
            Assert.Null(log.Snapshot.LastError);
        });
        Assert.Equal(2, folder.Rows.Count);
        Assert.Empty(folder.Problems);
    }

    [Fact]
    public async Task Entries_beyond_what_memory_takes_are_refused_counted_and_told_in_the_log()
    {
        using var folder = new AuditFolder();
        using (var log = folder.New())
        {
            log.Open();
            // Nothing is written as long as it does not run.
            for (int i = 0; i < 1_003; i++) log.Note(AuditFolder.Entry($"n{i}"));
            await Assert.ThrowsAsync<StoreException>(() => log.AppendAsync(AuditFolder.Entry("late"), CancellationToken.None).AsTask());
            Assert.Equal(4, log.Snapshot.NotTaken);
            using var stop = new CancellationTokenSource();
            var running = log.RunAsync(stop.Token);
            await Waits.Until(() => log.Head.Number == 1_001);
            await stop.CancelAsync();
            await running;
        }
        var told = Assert.Single(folder.Rows, row => row.Kind == AuditKind.Overflow);
        Assert.Equal("""{"entries":4}""", AuditFolder.TextOf(told));
    }

    [Fact]
    public async Task After_the_end_nothing_is_taken()
    {
        using var folder = new AuditFolder();
        using var log = folder.New();
        log.Open();
        await log.RunAsync(new CancellationToken(canceled: true));
        await Assert.ThrowsAsync<StoreException>(() => log.AppendAsync(AuditFolder.Entry("late"), CancellationToken.None).AsTask());
    }

    [Fact]
    public async Task A_log_at_its_size_gives_up_its_oldest_rows_and_can_still_be_proven()
    {
        using var folder = new AuditFolder();
        string text = new('x', 2_000);
        await folder.RunAsync(
            async log =>
            {
                for (int i = 0; i < 1_500; i++) await log.AppendAsync(AuditFolder.Entry(text), CancellationToken.None);
                Assert.InRange(log.Snapshot.SizeBytes, 0, 4 << 20);
            },
            maximumBytes: 2 << 20);
        Assert.Contains(folder.Rows, row => row.Kind == AuditKind.Trimmed);
        Assert.True(folder.Rows[0].Number > 1);
        Assert.Empty(folder.Problems);
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_kept_by_its_digest()
    {
        using var folder = new AuditFolder();
        await folder.RunAsync(log => log.AppendAsync(AuditFolder.Entry(new string('x', 5_000)), CancellationToken.None).AsTask());
        Assert.Matches("""^\{"bytes":5011,"sha256":"[0-9a-f]{64}"\}$""", AuditFolder.TextOf(Assert.Single(folder.Rows)));
    }

    [Fact]
    public async Task A_log_of_a_newer_gateway_is_refused_and_left_as_it_is()
    {
        using var folder = new AuditFolder();
        await folder.WriteAsync("read");
        folder.Execute("PRAGMA user_version=9");
        using var log = folder.New();
        Assert.Equal(StoreFault.TooNew, Assert.Throws<StoreException>(log.Open).Fault);
        Assert.Throws<StoreException>(() => folder.Rows);
    }

    [Fact]
    public void In_memory_rows_are_chained_as_on_disk()
    {
        var log = new MemoryAuditLog(new Gateway.Testing.TestClock());
        log.Note(AuditFolder.Entry("one"));
        log.Note(AuditFolder.Entry("two"));
        var proof = new AuditProof(AuditHead.None);
        Assert.All(log.Rows, row => Assert.Null(proof.Take(row)));
        Assert.Equal(log.Head, log.Rows[^1].Head);
    }

    private static bool Again(AuditFolder folder, Task waiting)
    {
        folder.Clock.Advance(TimeSpan.FromSeconds(1));
        return waiting.IsCompleted;
    }
}
