using System.Net;
using Gateway.Fieldbus.Transports;
using Gateway.Testing;

namespace Gateway.Fieldbus.Tests.Transports;

public class HostNamesTests
{
    [Fact]
    public async Task A_look_up_that_hangs_holds_up_nobody_who_has_given_up_waiting()
    {
        var hanging = new TaskCompletionSource<IPAddress[]>();
        using var cancel = new CancellationTokenSource();
        var lookUp = HostNames.AddressesAsync("plc.example", (_, _) => hanging.Task, cancel.Token);
        Assert.False(lookUp.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lookUp.WaitAsync(Patience.Limit));
    }
}
