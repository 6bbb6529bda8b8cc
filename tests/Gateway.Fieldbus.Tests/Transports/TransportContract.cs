using Gateway.Fieldbus.Serial;
using Gateway.Fieldbus.Transports;
using Gateway.Testing;

namespace Gateway.Fieldbus.Tests.Transports;

/// <summary>What <see cref="ITransport"/> promises, whatever carries the bytes. Every implementation has a subclass.</summary>
public abstract class TransportContract : IAsyncLifetime
{
    private readonly byte[] _buffer = new byte[512];
    private IFarEnd? _farEnd;

    protected IFarEnd FarEnd => _farEnd!;

    protected ITransport Transport => FarEnd.Transport;

    protected abstract Task<IFarEnd> MakeFarEndAsync();


    public async ValueTask InitializeAsync() => _farEnd = await MakeFarEndAsync();

    public async ValueTask DisposeAsync()
    {
        await Transport.DisposeAsync();
        await FarEnd.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Every_byte_value_crosses_unaltered_both_ways()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        await OpenAsync();
        Assert.True(Transport.IsOpen);
        await Transport.WriteAsync(all, default);
        Assert.Equal(all, await FarEnd.ReceiveAsync(all.Length));
        await FarEnd.SendAsync(all);
        Assert.Equal(all, await ReadAsync(all.Length));
    }

    [Fact]
    public async Task A_read_waits_for_the_first_byte()
    {
        await OpenAsync();
        var read = Transport.ReadAsync(_buffer, default).AsTask();
        Assert.False(read.IsCompleted);
        await FarEnd.SendAsync(new byte[] { 7 });
        Assert.Equal(1, await read.WaitAsync(Patience.Limit));
        Assert.Equal(7, _buffer[0]);
    }

    [Fact]
    public async Task A_cancelled_read_ends_and_loses_no_byte()
    {
        await OpenAsync();
        for (byte round = 0; round < 20; round++)
        {
            using var cancel = new CancellationTokenSource();
            var read = Transport.ReadAsync(_buffer, cancel.Token).AsTask();
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read.WaitAsync(Patience.Limit));
            Assert.True(Transport.IsOpen);
            await FarEnd.SendAsync(new[] { round });
            Assert.Equal([round], await ReadAsync(1));
        }
    }

    [Fact]
    public async Task A_read_cancelled_while_bytes_arrive_either_has_them_or_leaves_them()
    {
        await OpenAsync();
        for (byte round = 0; round < 50; round++)
        {
            using var cancel = new CancellationTokenSource();
            var read = Transport.ReadAsync(_buffer, cancel.Token).AsTask();
            await Task.WhenAll(FarEnd.SendAsync(new[] { round }), cancel.CancelAsync());
            try
            {
                Assert.Equal(1, await read.WaitAsync(Patience.Limit));
                Assert.Equal(round, _buffer[0]);
            }
            catch (OperationCanceledException)
            {
                Assert.Equal([round], await ReadAsync(1));
            }
        }
    }

    [Fact]
    public async Task A_token_cancelled_beforehand_starts_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Transport.OpenAsync(cancelled));
        Assert.False(Transport.IsOpen);
        await OpenAsync();
        await FarEnd.SendAsync(new byte[] { 1 });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Transport.ReadAsync(_buffer, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Transport.WriteAsync(_buffer, cancelled));
        Assert.Equal([1], await ReadAsync(1));
    }

    [Fact]
    public async Task Before_it_is_opened_nothing_can_be_read_or_written()
    {
        Assert.False(Transport.IsOpen);
        Assert.Equal(0, await Transport.ReadAsync(_buffer, default));
        Assert.Equal(TransportFault.PeerGone, (await Assert.ThrowsAsync<TransportException>(WriteOneAsync)).Fault);
        Transport.DiscardInput();
        await Transport.CloseAsync();
    }

    [Fact]
    public async Task Opening_what_is_open_is_refused_and_harms_nothing()
    {
        await OpenAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Transport.OpenAsync(default));
        await FarEnd.SendAsync(new byte[] { 9 });
        Assert.Equal([9], await ReadAsync(1));
    }

    [Fact]
    public async Task Closing_ends_a_read_under_way_and_can_be_repeated()
    {
        await OpenAsync();
        var read = Transport.ReadAsync(_buffer, default).AsTask();
        await Transport.CloseAsync();
        Assert.Equal(0, await read.WaitAsync(Patience.Limit));
        Assert.False(Transport.IsOpen);
        await Transport.CloseAsync();
        Assert.Equal(0, await Transport.ReadAsync(_buffer, default));
        await Assert.ThrowsAsync<TransportException>(WriteOneAsync);
    }

    [Fact]
    public async Task After_closing_it_opens_again_and_again()
    {
        for (byte round = 0; round < 5; round++)
        {
            await OpenAsync();
            await Transport.WriteAsync(new[] { round }, default);
            Assert.Equal([round], await FarEnd.ReceiveAsync(1));
            await FarEnd.SendAsync(new[] { round });
            Assert.Equal([round], await ReadAsync(1));
            await Transport.CloseAsync();
        }
    }

    [Fact]
    public async Task Discarding_drops_what_has_arrived_and_nothing_that_comes_after()
    {
        await OpenAsync();
        Assert.False(Transport.DiscardInput());
        await FarEnd.SendAsync(new byte[] { 1, 2, 3 });
        byte[] one = new byte[1];
        Assert.Equal(1, await Transport.ReadAsync(one, default).AsTask().WaitAsync(Patience.Limit));
        Transport.DiscardInput();
        await FarEnd.SendAsync(new byte[] { 42 });
        Assert.Equal([42], await ReadAsync(1));
    }

    [Fact]
    public async Task Discarding_says_whether_anything_had_arrived()
    {
        await OpenAsync();
        await FarEnd.SendAsync(new byte[] { 1, 2, 3 });
        await UntilArrivedAsync();
        Assert.True(Transport.DiscardInput());
    }

    [Fact]
    public async Task Bytes_that_stay_unread_over_a_reopening_are_not_taken_for_new_ones()
    {
        await OpenAsync();
        await FarEnd.SendAsync(new byte[] { 1, 2, 3 });
        byte[] one = new byte[1];
        Assert.Equal(1, await Transport.ReadAsync(one, default).AsTask().WaitAsync(Patience.Limit));
        await Transport.CloseAsync();
        await OpenAsync();
        await FarEnd.SendAsync(new byte[] { 42 });
        Assert.Equal([42], await ReadAsync(1));
    }

    protected async Task OpenAsync()
    {
        await Transport.OpenAsync(default);
        await FarEnd.AcceptAsync();
    }

    protected async Task<byte[]> ReadAsync(int count)
    {
        using var deadline = new CancellationTokenSource(Patience.Limit);
        byte[] bytes = new byte[count];
        for (int at = 0; at < count;)
        {
            int read = await Transport.ReadAsync(bytes.AsMemory(at), deadline.Token);
            Assert.NotEqual(0, read);
            at += read;
        }
        return bytes;
    }

    private Task WriteOneAsync() => Transport.WriteAsync(new byte[1], default).AsTask();

    /// <summary>Comes when what was sent can be read.</summary>
    private Task UntilArrivedAsync() => Patience.UntilAsync(() => Transport switch
    {
        TcpTransport tcp => tcp.Unread > 0,
        UdpTransport udp => udp.Unread > 0,
        SerialTransport port => port.Unread > 0,
        PtyTransport pty => pty.Unread > 0,
        var other => throw new NotSupportedException($"{other}"),
    });
}
