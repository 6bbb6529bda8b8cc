using System.Text;
using Gateway.Core.Auditing;
using Gateway.Core.Buffering;
using Gateway.Core.Site;
using Gateway.Core.Tests.Buffering;
using Gateway.Core.Watching;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Core.Tests.Watching;

public class WatchLoopTests
{
    [Fact]
    public async Task What_happens_is_an_event_for_the_platforms_and_a_row_of_the_audit_log()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open()) SqliteStoreTests.Fill(store, 40);
        File.Delete(folder.Database);
        using var buffer = new DurableBuffer(
            folder.New(), new BufferSettings { Path = folder.Path }, folder.Clock, NullLogger<DurableBuffer>.Instance);
        buffer.Open();
        var audit = new MemoryAuditLog(folder.Clock);
        var watch = new WatchLoop(buffer, () => null, () => ClockState.Free, audit, folder.Clock, NullLogger<WatchLoop>.Instance);
        using var stop = new CancellationTokenSource();
        var storing = buffer.RunAsync(stop.Token);
        var watching = watch.RunAsync(stop.Token);
        await Waits.Until(() => buffer.Extent(Lane.Event).Last >= 1);
        folder.Clock.StepWallClock(TimeSpan.FromDays(-1));
        await Waits.Until(() =>
        {
            folder.Clock.Advance(TimeSpan.FromSeconds(1));
            return buffer.Extent(Lane.Event).Last >= 2;
        });
        await stop.CancelAsync();
        await Task.WhenAll(storing, watching).WaitAsync(Waits.Patience, TestContext.Current.CancellationToken);

        var events = buffer.Read(Lane.Event, 1, 9, long.MaxValue);
        Assert.Equal([MessageKind.Store, MessageKind.Clock], events.Select(message => message.Kind));
        Assert.Contains("live 1 to 40", Encoding.UTF8.GetString(events[0].Body.Span), StringComparison.Ordinal);
        Assert.Equal([AuditKind.StoreLoss, AuditKind.ClockStep], audit.Rows.Select(row => row.Kind));
    }
}
