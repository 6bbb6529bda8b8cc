using System.Runtime.InteropServices;
using System.Text;
using Gateway.Core.Alarms;
using Gateway.Core.Buffering;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Faults.Storing;

/// <summary>The process that suffers: the product's buffer over the product's store, fed with scans and alarm transitions. What the buffer lets be read is
/// stored, and goes into the ledger the moment it does.</summary>
internal sealed class StoreWriter(WriterSettings settings)
{
    private const int Points = 20;
    private const int ReadAtOnce = 500;
    private const long ReadBytes = 8 << 20;

    private static readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(50);

    private readonly BufferSettings _bufferSettings = new()
    {
        Path = settings.Folder, MaximumBytes = settings.MaximumBytes, CommitEvery = settings.CommitEvery, Keep = settings.Keep,
    };

    private long _events;

    /// <summary>Stores until SIGTERM, or until something ends it at an instant that suits nobody.</summary>
    public async Task<int> RunAsync()
    {
        using var stop = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        using var ledger = new LedgerWriter(settings.Ledger);
        var store = new SqliteStore(_bufferSettings, TimeProvider.System, NullLogger<SqliteStore>.Instance);
        using var buffer = new DurableBuffer(store, _bufferSettings, TimeProvider.System, NullLogger<DurableBuffer>.Instance, () => ClockState.Synchronized);
        try
        {
            ledger.Opened(buffer.Open());
        }
        catch (StoreException refused)
        {
            ledger.Refused(refused);
            return 1;
        }
        if (settings.IsWeak) ledger.Weakened(WeakSync.Apply(store));
        buffer.UseLayout(WriterLayout.Of(Points));
        var storing = buffer.RunAsync(stop.Token);
        await Task.WhenAll(
            Quietly(AppendScansAsync(buffer, stop.Token)), Quietly(AppendEventsAsync(buffer, stop.Token)), Quietly(KeepLedgerAsync(buffer, ledger, stop.Token)),
            Quietly(WatchStateAsync(buffer, ledger, stop.Token)));
        await storing;
        return 0;
    }

    private async Task AppendScansAsync(DurableBuffer buffer, CancellationToken stop)
    {
        for (long number = 1; ; number++)
        {
            using var scan = new Scan(0, Points, TimeProvider.System.GetTimestamp());
            long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            for (int point = 0; point < Points; point++) scan.Add(Reading.OfNumber(point, now, number + (point * 0.25)));
            await buffer.AppendAsync(scan, stop);
            await Task.Delay(settings.ScanEvery, stop);
        }
    }

    /// <summary>Each event's number goes into the alarm's state too: the two are stored together or not at all.</summary>
    private async Task AppendEventsAsync(DurableBuffer buffer, CancellationToken stop)
    {
        _events = buffer.Extent(Lane.Event).Last;
        while (true)
        {
            string occurrence = $"{++_events}";
            var state = new AlarmRecord(WriterLayout.Alarm, AlarmState.Unacknowledged, occurrence, _events, 0, null);
            string transition = $$"""{"id":"{{WriterLayout.Alarm}}","occurrence":"{{occurrence}}","from":"NORMAL","to":"UNACK","time":{{_events}},"since":0,"value":null}""";
            try
            {
                await buffer.AppendEventAsync(MessageKind.Alarm, Encoding.UTF8.GetBytes(transition), state, stop);
            }
            catch (StoreException)
            {
                // It was never stored, and its caller is told so: the same number again.
                _events--;
            }
            await Task.Delay(settings.EventEvery, stop);
        }
    }

    private static async Task KeepLedgerAsync(DurableBuffer buffer, LedgerWriter ledger, CancellationToken stop)
    {
        long[] next = [.. LaneText.All.Select(lane => buffer.Extent(lane).Next)];
        while (true)
        {
            long commits = buffer.Commits;
            foreach (var lane in LaneText.All)
            {
                while (Stored(buffer, lane, next[(int)lane]) is { Count: > 0 } messages)
                {
                    ledger.Stored(messages);
                    next[(int)lane] = messages[^1].Seq + 1;
                    if (lane == Lane.Live) buffer.MoveBookmark(WriterLayout.Feed, lane, new Bookmark(messages[^1].Seq));
                }
            }
            await buffer.WaitForAnyAsync(commits, stop);
        }
    }

    private static IReadOnlyList<StoredMessage> Stored(DurableBuffer buffer, Lane lane, long from)
    {
        try
        {
            return buffer.Read(lane, from, ReadAtOnce, ReadBytes);
        }
        catch (StoreException)
        {
            // The disk cannot be read now; the next commit asks again.
            return [];
        }
    }

    private static async Task WatchStateAsync(DurableBuffer buffer, LedgerWriter ledger, CancellationToken stop)
    {
        var (state, epoch) = (BufferState.Healthy, buffer.Snapshot.Epoch);
        while (true)
        {
            var snapshot = buffer.Snapshot;
            if (snapshot.State != state) ledger.Became(snapshot.State, snapshot.LastError?.English);
            if (snapshot.Epoch != epoch) ledger.NewEpoch(snapshot.Epoch, snapshot.Loss?.English);
            (state, epoch) = (snapshot.State, snapshot.Epoch);
            await Task.Delay(_lookEvery, stop);
        }
    }

    private static async Task Quietly(Task loop)
    {
        try
        {
            await loop;
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
    }
}
