using System.Net;
using Gateway.Mqtt.Transports;

namespace Gateway.Mqtt.Tests.Transports;

public class BrokerAddressesTests
{
    [Fact]
    public async Task A_look_up_that_hangs_holds_up_nobody_who_has_given_up_waiting()
    {
        var hanging = new TaskCompletionSource<IPAddress[]>();
        using var cancel = new CancellationTokenSource();
        var lookUp = BrokerAddresses.ResolveAsync("broker.example", (_, _) => hanging.Task, cancel.Token).AsTask();
        Assert.False(lookUp.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lookUp.WaitAsync(Patience.Limit));
    }
}
