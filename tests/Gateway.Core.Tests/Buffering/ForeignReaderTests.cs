using System.Text;
using Gateway.Core.Auditing;
using Gateway.Core.Buffering;
using Gateway.Core.Site;
using Gateway.Core.Watching;
using Gateway.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Core.Tests.Buffering;

/// <summary>Real readers of the database, in this process and in another, that do not end.</summary>
public class ForeignReaderTests
{
    private const string Hold =
        """
        import sqlite3, sys
        store = sqlite3.connect('file:' + sys.argv[1] + '?mode=ro', uri=True, isolation_level=None)
        store.execute('begin')
        print(store.execute('select count(*) from message').fetchone()[0], flush=True)
        sys.stdin.read()
        """;

    [Fact]
    public async Task A_program_that_reads_and_does_not_end_makes_the_log_grow_which_is_told_once_and_ends_with_it()
    {
        using var folder = new StoreFolder();
        var settings = new BufferSettings { Path = folder.Path, MaximumBytes = 1L << 30 };
        using var buffer = new DurableBuffer(folder.New(1L << 30), settings, folder.Clock, NullLogger<DurableBuffer>.Instance);
        buffer.Open();
        var watch = new WatchLoop(buffer, () => null, () => ClockState.Free, new MemoryAuditLog(folder.Clock), folder.Clock, NullLogger<WatchLoop>.Instance);
        using var stop = new CancellationTokenSource();
        Task[] running = [buffer.RunAsync(stop.Token), watch.RunAsync(stop.Token)];
        await AppendAsync(buffer, folder.Clock, 1);

        await using (var reader = RunningProcess.Start("/usr/bin/python3", ["-c", Hold, folder.Database]))
        {
            await reader.Output.WaitForCountAsync(1);
            while (buffer.Snapshot.LogBytes <= StoreChanges.LargeLog) await AppendAsync(buffer, folder.Clock, 1);
            await Waits.Until(() =>
            {
                folder.Clock.Advance(TimeSpan.FromSeconds(1));
                return ToldOf(buffer) == 1;
            });
            // Storing went on all the while, and goes on.
            await AppendAsync(buffer, folder.Clock, 3);
            await reader.TerminateAsync();
        }
        await AppendAsync(buffer, folder.Clock, 3);
        Assert.InRange(new FileInfo(folder.Wal).Length, 0, StoreChanges.LargeLog / 4);
        Assert.Equal(1, ToldOf(buffer));
        await stop.CancelAsync();
        await Task.WhenAll(running).WaitAsync(Waits.Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_read_of_ours_that_does_not_end_by_itself_is_interrupted_and_the_log_can_be_emptied()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open()) SqliteStoreTests.Fill(store, 9);
        // Records of drops without end.
        DatabaseFile.Execute(
            folder.Database,
            """
            DROP TABLE dropped;
            CREATE VIEW dropped AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)
              SELECT 0 AS lane, x AS from_seq, x AS to_seq, 0 AS readings, 1 AS reason, 0 AS at_ms FROM n
            """);
        using var readers = new SqliteReaders(new StoreFiles(folder.Path), TimeProvider.System);
        var ended = Assert.Throws<StoreException>(() => readers.Use(reader => reader.Drops(Lane.Live, 1, 9)));
        Assert.Equal(StoreFault.Busy, ended.Fault);
        Assert.Contains("took too long", ended.Message, StringComparison.Ordinal);
        using var writer = new SqliteConnection($"Data Source={folder.Database};Pooling=False");
        writer.Open();
        Assert.Equal(0, SqliteSchema.Number(writer, "PRAGMA wal_checkpoint(TRUNCATE)"));
        Assert.Equal(9, readers.Use(reader => reader.Read(Lane.Live, 1, 99, long.MaxValue, [])).Count);
    }

    private static int ToldOf(DurableBuffer buffer) =>
        buffer.Read(Lane.Event, 1, 99_999, long.MaxValue).Count(message => message.Kind == MessageKind.Store && Encoding.UTF8.GetString(message.Body.Span).Contains("log-large", StringComparison.Ordinal));

    private static async Task AppendAsync(DurableBuffer buffer, TestClock clock, int count)
    {
        for (int n = 0; n < count; n++)
        {
            var stored = buffer.AppendEventAsync(MessageKind.Heartbeat, new byte[1 << 20], null, CancellationToken.None).AsTask();
            await Waits.Until(() =>
            {
                if (!stored.IsCompleted) clock.Advance(TimeSpan.FromMilliseconds(100));
                return stored.IsCompleted;
            });
            await stored;
        }
    }
}
