using System.Diagnostics;
using System.Globalization;
using System.Text;
using Gateway.Core.Alarms;
using Gateway.Core.Buffering;
using Gateway.Core.Site;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Core.Tests.Buffering;

/// <summary>A child process stores and says what was acknowledged; it is killed at random moments, and everything acknowledged must be there.</summary>
public class CrashTests
{
    private const string FolderVariable = "ENVGW_CRASH_FOLDER";
    private const string Acknowledged = "acknowledged";
    private const int Rounds = 6;

    [Fact]
    public async Task Nothing_acknowledged_is_missing_after_a_kill()
    {
        using var folder = new StoreFolder();
        var random = new Random(11);
        string? epoch = null;
        for (int round = 1; round <= Rounds; round++)
        {
            using var writer = StartWriter(folder.Path);
            var (live, events) = await KillAfterAsync(writer, random.Next(10, 150));
            using var store = folder.Open();
            Assert.Null(store.Opening.Loss);
            Assert.False(store.Opening.EndedCleanly);
            Assert.Equal(2 * round, store.Opening.Boot);
            Assert.Equal(epoch ??= store.Opening.Epoch, store.Opening.Epoch);
            Assert.InRange(store.Extent(Lane.Live).Last, live, long.MaxValue);
            Assert.InRange(store.Extent(Lane.Event).Last, events, long.MaxValue);
            AssertWhole(store, Lane.Live);
            AssertWhole(store, Lane.Event);
            // The state of the alarm came with its event, never without.
            Assert.Equal(store.Extent(Lane.Event).Last, Assert.Single(store.AlarmStates()).SinceMs);
        }
    }

    /// <summary>Not a test: the child process of the test above.</summary>
    [Fact(Explicit = true)]
    public void Store_until_killed()
    {
        string? folder = Environment.GetEnvironmentVariable(FolderVariable);
        Assert.NotNull(folder);
        using var acknowledged = Console.OpenStandardOutput();
        using var store = new SqliteStore(new BufferSettings { Path = folder }, TimeProvider.System, NullLogger<SqliteStore>.Instance);
        store.Open();
        var random = new Random(store.Opening.Boot);
        while (true)
        {
            var transaction = StoreContract.Transaction();
            long live = store.Extent(Lane.Live).Next;
            long events = store.Extent(Lane.Event).Next;
            for (int left = random.Next(20); left >= 0; left--)
                transaction.Messages.Add(StoreContract.Message(live++, body: new string('x', random.Next(4_000))));
            transaction.Messages.Add(StoreContract.Message(events, Lane.Event));
            transaction.AlarmStates.Add(new AlarmRecord("a/b/high", AlarmState.Unacknowledged, null, events, 0, null));
            store.Commit(transaction);
            acknowledged.Write(Encoding.ASCII.GetBytes($"{Acknowledged} {live - 1} {events}\n"));
        }
    }

    private static void AssertWhole(SqliteStore store, Lane lane)
    {
        long expected = 1;
        while (store.Read(lane, expected, 500, long.MaxValue) is { Count: > 0 } messages)
        {
            foreach (var message in messages) Assert.Equal(expected++, message.Seq);
        }
        Assert.Equal(store.Extent(lane).Next, expected);
        Assert.Empty(store.Drops(lane, 1, long.MaxValue));
    }

    private static Process StartWriter(string folder)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Gateway.Core.Tests"))
        {
            ArgumentList = { "-explicit", "only", "-method", $"{typeof(CrashTests).FullName}.{nameof(Store_until_killed)}" },
            Environment = { [FolderVariable] = folder },
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }

    /// <summary>Kills the writer when it has said so many times that something is stored; what it said before it died counts too.</summary>
    private static async Task<(long Live, long Events)> KillAfterAsync(Process writer, int commits)
    {
        var last = (Live: 0L, Events: 0L);
        using var patience = new CancellationTokenSource(Waits.Patience);
        try
        {
            while (await writer.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                string[] words = line.Split(' ');
                if (words is not [Acknowledged, var live, var events]) continue;
                last = (long.Parse(live, CultureInfo.InvariantCulture), long.Parse(events, CultureInfo.InvariantCulture));
                if (commits-- == 0) writer.Kill();
            }
        }
        finally
        {
            // Whatever went wrong: it must not go on writing into a folder that is about to go.
            writer.Kill();
            await writer.WaitForExitAsync(CancellationToken.None);
        }
        Assert.True(commits < 0, "The writer ended by itself.");
        return last;
    }
}
