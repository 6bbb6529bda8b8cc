using Gateway.Fieldbus.Transports;
using Gateway.Testing;

namespace Gateway.Fieldbus.Tests.Transports;

/// <summary>What a transport promises besides when it can see that its peer has gone.</summary>
public abstract class ConnectionTransportContract : StreamTransportContract
{
    private readonly byte[] _buffer = new byte[512];

    [Fact]
    public async Task A_peer_that_goes_ends_a_read_under_way_and_the_transport_opens_again_when_it_is_back()
    {
        await OpenAsync();
        var read = Transport.ReadAsync(_buffer, default).AsTask();
        await FarEnd.GoAsync();
        Assert.Equal(0, await read.WaitAsync(Patience.Limit));
        Assert.False(Transport.IsOpen);
        Assert.Equal(0, await Transport.ReadAsync(_buffer, default));
        await Assert.ThrowsAsync<TransportException>(async () => await Transport.OpenAsync(default));
        Assert.False(Transport.IsOpen);
        await FarEnd.ReturnAsync();
        await OpenAsync();
        await FarEnd.SendAsync(new byte[] { 5 });
        Assert.Equal([5], await ReadAsync(1));
    }

    [Fact]
    public async Task Writing_to_a_peer_that_has_gone_fails_and_closes()
    {
        await OpenAsync();
        await FarEnd.GoAsync();
        // The first write may still find room in the operating system.
        var failure = await Assert.ThrowsAsync<TransportException>(async () =>
        {
            while (true) await Transport.WriteAsync(_buffer, default).AsTask().WaitAsync(Patience.Limit);
        });
        Assert.True(failure.Fault is TransportFault.PeerGone or TransportFault.Refused);
        Assert.Contains(Transport.Name, failure.Message, StringComparison.Ordinal);
        Assert.False(Transport.IsOpen);
    }
}
