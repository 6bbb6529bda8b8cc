using System.Diagnostics;
using Gateway.Core.Buffering;
using Gateway.Core.Site;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks;

/// <summary>How long a full store takes to open: after a stop, and after it was killed.</summary>
internal static class FullStoreFigures
{
    private const int MessageBytes = 1_000, MessagesAtOnce = 5_000;

    public static Task RunAsync(int megabytes)
    {
        using var folder = new TemporaryFolder();
        var settings = new BufferSettings { Path = folder.Path, MaximumBytes = (megabytes + 200L) << 20 };
        using (var store = New(settings))
        {
            store.Open();
            long next = 1;
            while (store.SizeBytes < (long)megabytes << 20)
            {
                var transaction = new StoreTransaction();
                for (int i = 0; i < MessagesAtOnce; i++)
                    transaction.Messages.Add(new NewMessage(Lane.Live, next++, MessageKind.Readings, 0, 0, ClockState.Free, 200, 0, new byte[MessageBytes]));
                store.Commit(transaction);
            }
            Console.WriteLine($"{store.SizeBytes / 1e6:0} MB, {next - 1} messages");
            // As a kill leaves it: files with their log, while the writer has them open.
            foreach (string name in (string[])["core.db", "core.db-wal", "witness"])
                File.Copy(Path.Combine(folder.Path, name), Path.Combine(folder.Path, name + ".killed"));
        }
        Measure("after a stop", settings);
        foreach (string name in (string[])["core.db", "core.db-wal", "witness"])
            File.Move(Path.Combine(folder.Path, name + ".killed"), Path.Combine(folder.Path, name), overwrite: true);
        Measure("after a kill", settings);
        // A header that says nothing: set aside, and salvaged for as long as polling can wait.
        using (var file = File.OpenWrite(Path.Combine(folder.Path, "core.db"))) file.Write(new byte[100]);
        Measure("damaged, with salvage", settings);
        return Task.CompletedTask;
    }

    private static void Measure(string what, BufferSettings settings)
    {
        long start = Stopwatch.GetTimestamp();
        using var store = New(settings);
        var opening = store.Open();
        Console.WriteLine($"  {what,-24} {Stopwatch.GetElapsedTime(start).TotalSeconds,6:0.00} s   {store.Extent(Lane.Live).Next - store.Extent(Lane.Live).Oldest} messages  {opening.Loss?.English}");
    }

    private static SqliteStore New(BufferSettings settings) => new(settings, TimeProvider.System, NullLogger<SqliteStore>.Instance);
}
