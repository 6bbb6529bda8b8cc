using Gateway.Core.Buffering;
using Gateway.Core.History;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Cli;

/// <summary>A site whose data folder holds readings of <c>outlet/turbidity</c>: one a minute through 21 November 2026, those before 23:00 UTC in
/// history.</summary>
internal sealed class StoredSite : IDisposable
{
    public const string Point = "outlet/turbidity";
    public static readonly DateTimeOffset Begin = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    private readonly SiteFolder _folder = new();

    public string SiteFile => _folder.SiteFile;

    public string this[string name] => _folder[name];

    public string DayFile => Path.Combine(_folder.BufferFolder, "history", "2026-11-21.db");

    public static async Task<StoredSite> CreateAsync()
    {
        var stored = new StoredSite();
        var site = FakeService.SiteOf(stored.SiteFile);
        var clock = new TestClock(Begin.AddHours(23.5));
        Store(site, clock, 0, 23 * 60);
        await TakeAsync(site, clock);
        Store(site, clock, 23 * 60, 24 * 60);
        return stored;
    }

    public Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.Of([.. arguments, "--config", SiteFile]);

    public void Dispose() => _folder.Dispose();

    private static async Task TakeAsync(SiteModel site, TimeProvider clock)
    {
        using var buffer = new DurableBuffer(
            new SqliteStore(site.Buffer, clock, NullLogger<SqliteStore>.Instance), site.Buffer, clock, NullLogger<DurableBuffer>.Instance);
        buffer.Open();
        new HistoryWriter(buffer, site.Buffer, clock, NullLogger<HistoryWriter>.Instance).TakeWhatIsDue(CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var storing = buffer.RunAsync(stop.Token);
        await stop.CancelAsync();
        await storing.WaitAsync(Patience.Limit);
    }

    private static void Store(SiteModel site, TimeProvider clock, int from, int to)
    {
        using var store = new SqliteStore(site.Buffer, clock, NullLogger<SqliteStore>.Instance);
        store.Open();
        var layout = Layout.Of(site);
        int number = store.AddLayout(layout.Digest, layout.Descriptor);
        int point = site.Points.Single(p => p.Id == Point).Number;
        using var writer = new ReadingsWriter();
        var transaction = new StoreTransaction();
        for (int minute = from; minute < to; minute++)
        {
            long time = Begin.AddMinutes(minute).ToUnixTimeMilliseconds() + 7;
            writer.Append(minute == 61 ? Reading.Missing(point, time, Quality.Bad(QualityReason.Timeout)) : Reading.OfNumber(point, time, minute / 100.0), true);
            transaction.Messages.Add(new NewMessage(Lane.Live, minute + 1, MessageKind.Readings, time, 0, ClockState.Synchronized, 1, number, writer.Seal()));
        }
        store.Commit(transaction);
    }
}
