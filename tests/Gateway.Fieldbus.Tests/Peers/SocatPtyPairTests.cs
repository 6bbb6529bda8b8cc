using Gateway.Testing;

namespace Gateway.Fieldbus.Tests.Peers;

public class SocatPtyPairTests
{
    [Fact]
    public async Task Bytes_cross_the_cable_also_after_it_was_pulled_and_plugged_again()
    {
        await using var cable = await SocatPtyPair.StartAsync();
        await CrossAsync(cable);
        await CrossAsync(cable);
        await cable.UnplugAsync();
        Assert.False(Path.Exists(cable.A));
        await cable.PlugAsync();
        await CrossAsync(cable);
    }

    private static async Task CrossAsync(SocatPtyPair cable)
    {
        await using var a = new FileStream(cable.A, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        await using var b = new FileStream(cable.B, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        await a.WriteAsync("ping"u8.ToArray());
        byte[] received = new byte[4];
        await b.ReadExactlyAsync(received);
        Assert.Equal("ping"u8, received);
    }
}
