using FsCheck;
using FsCheck.Fluent;
using Gateway.Testing;

namespace Gateway.Fieldbus.Tests.Transports;

/// <summary>What a transport promises besides when its bytes are a stream, without borders and without loss.</summary>
public abstract class StreamTransportContract : TransportContract
{
    [Fact]
    public async Task A_small_buffer_gets_the_rest_at_the_next_read()
    {
        await OpenAsync();
        await FarEnd.SendAsync(new byte[] { 1, 2, 3 });
        byte[] two = new byte[2];
        Assert.InRange(await Transport.ReadAsync(two, default).AsTask().WaitAsync(Patience.Limit), 1, 2);
        Assert.Equal(1, two[0]);
        var rest = await ReadAsync(two[1] == 2 ? 1 : 2);
        Assert.Equal(3, rest[^1]);
    }

    [Fact]
    public async Task Any_chunks_cross_in_order_while_others_cross_the_other_way()
    {
        var chunks = Gen.Choose(1, 2000).SelectMany(size => Gen.ArrayOf(ArbMap.Default.GeneratorFor<byte>(), size)).NonEmptyListOf();
        await OpenAsync();
        Prop.ForAll(chunks.ToArbitrary(), chunks.ToArbitrary(), (there, back) => CrossAsync([.. there], [.. back]))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(10));
    }

    private async Task CrossAsync(byte[][] there, byte[][] back)
    {
        var receiving = FarEnd.ReceiveAsync(there.Sum(c => c.Length));
        var reading = ReadAsync(back.Sum(c => c.Length));
        var sending = Task.Run(async () =>
        {
            foreach (byte[] chunk in back) await FarEnd.SendAsync(chunk);
        });
        foreach (byte[] chunk in there) await Transport.WriteAsync(chunk, default).AsTask().WaitAsync(Patience.Limit);
        await sending.WaitAsync(Patience.Limit);
        Assert.Equal(there.SelectMany(c => c), await receiving.WaitAsync(Patience.Limit));
        Assert.Equal(back.SelectMany(c => c), await reading.WaitAsync(Patience.Limit));
    }
}
