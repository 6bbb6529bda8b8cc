using Gateway.Core.Buffering;

namespace Gateway.Core.Tests.Buffering;

public class StoredLogTests
{
    private readonly StoredLog _log = new(1_000);

    public StoredLogTests() => _log.Begin([.. LaneText.All.Select(_ => new LaneExtent(1, 1))]);

    [Fact]
    public async Task Who_waits_for_the_third_message_is_not_told_of_the_first_two()
    {
        var third = _log.WaitForMoreAsync(Lane.Event, 2, CancellationToken.None);
        Store(1);
        Assert.False(third.IsCompleted);
        Store(2);
        Assert.False(third.IsCompleted);
        Store(3);
        await third.WaitAsync(Waits.Patience);
    }

    private void Store(long seq) => _log.Stored(
        [new NewMessage(Lane.Event, seq, MessageKind.Alarm, 0, 0, ClockState.Free, 1, 0, "{}"u8.ToArray())], new StoreOpening("e", ["e"], 1, true, true, null));
}
