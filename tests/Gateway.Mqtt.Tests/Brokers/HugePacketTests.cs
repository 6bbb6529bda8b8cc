namespace Gateway.Mqtt.Tests.Brokers;

/// <summary>Counts what the whole process allocates, and so runs when nothing else does.</summary>
[Collection(typeof(Alone))]
public sealed class HugePacketTests
{
    [Fact]
    public async Task A_huge_packet_is_thrown_away_unread_and_costs_no_memory()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync();
        byte[] block = new byte[64 * 1024];
        long before = GC.GetTotalAllocatedBytes();
        await connection.SendAsync("30FFFFFF7F000161");
        for (int i = 0; i < 400; i++) await connection.SendAsync(block);
        Assert.Equal("E00195", await connection.ReadHexAsync());
        connection.CloseSending();
        Assert.Equal(MqttReasonCode.PacketTooLarge, (await test.Ended).Reason);

        // 26 MB were sent of the 256 MB that were announced.
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 10_000_000);
    }
}
