using Gateway.Core.Buffering;
using Gateway.Core.Forwarding;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Core.Tests.Buffering;
using Gateway.Core.Tests.Forwarding.EnvgwJson;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Core.Tests.Forwarding;

public sealed class LaneReaderTests : IDisposable
{
    private readonly UnreadableStore _store = new(new MemoryStore(1L << 30));

    public void Dispose() => _store.Dispose();

    [Fact]
    public void A_store_that_cannot_be_read_costs_no_message()
    {
        var reader = Reader(batches: 3);
        _store.IsUnreadable = true;
        Assert.Throws<StoreException>(reader.Next);
        Assert.Throws<StoreException>(reader.Next);
        _store.IsUnreadable = false;
        Assert.Equal([1, 2, 3], Drain(reader));
    }

    [Fact]
    public void Readings_that_nobody_can_explain_any_more_do_not_stop_the_lane()
    {
        var reader = Reader(batches: 2, events: 1);
        _store.HasNoLayouts = true;
        Assert.Equal([3], Drain(reader));
        Assert.Equal(3, reader.Position);
    }

    [Fact]
    public void What_the_feed_had_in_another_lane_is_passed_over()
    {
        var reader = Reader(batches: 4);
        reader.Pass(2);
        Assert.Equal([3, 4], Drain(reader));
        reader.Pass(1);
        Assert.Equal(4, reader.Position);
    }

    [Fact]
    public void What_was_read_already_is_not_passed_over()
    {
        var ahead = Reader(batches: 4);
        Assert.Equal(1, ahead.Next()!.Seq);
        ahead.Pass(4);
        Assert.Equal([2, 3, 4], Drain(ahead));
    }

    private static long[] Drain(LaneReader reader)
    {
        var seqs = new List<long>();
        while (reader.HasMore)
        {
            if (reader.Next() is { } message) seqs.Add(message.Seq);
        }
        return [.. seqs];
    }

    /// <summary>A buffer that has just been opened, so that everything must be read from the store.</summary>
    private LaneReader Reader(int batches, int events = 0)
    {
        _store.Open();
        var layout = TestSites.LayoutOf(6);
        int number = _store.AddLayout(layout.Digest, layout.Descriptor);
        var transaction = new StoreTransaction();
        for (int seq = 1; seq <= batches + events; seq++)
        {
            byte[] body = seq <= batches ? Samples.Readings(seq, (Reading.OfNumber(0, Samples.Time, 7.21), true)).Body.ToArray() : "{}"u8.ToArray();
            transaction.Messages.Add(new NewMessage(
                Lane.Live, seq, seq <= batches ? MessageKind.Readings : MessageKind.Operator, Samples.Time, 0, ClockState.Synchronized, 1, number, body));
        }
        _store.Commit(transaction);
        var buffer = new DurableBuffer(_store, new BufferSettings { Path = "" }, TimeProvider.System, NullLogger<DurableBuffer>.Instance);
        buffer.Open();
        return new LaneReader(buffer, new("nt-h07", TestFeeds.Feed()), Lane.Live, 0, "supervision", NullLogger.Instance);
    }
}
