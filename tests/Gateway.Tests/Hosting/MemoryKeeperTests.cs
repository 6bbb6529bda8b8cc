using System.Runtime.InteropServices;
using Gateway.Hosting;
using Gateway.Testing;

namespace Gateway.Tests.Hosting;

public sealed class MemoryKeeperTests
{
    private readonly TestClock _clock = new();
    private long _allocated;
    private int _looks;
    private int _given;

    private MemoryKeeper Keeper => new(Look, () => Interlocked.Increment(ref _given), _clock);

    [Theory]
    [InlineData(0, false)]
    [InlineData(MemoryKeeper.Little, false)]
    [InlineData(MemoryKeeper.Little + 1, true)]
    [InlineData(MemoryKeeper.Much - 1, true)]
    [InlineData(MemoryKeeper.Much, false)]
    public void A_quiet_while_is_worth_giving_back_after_and_an_idle_or_busy_one_is_not(long allocated, bool isWorthIt) =>
        Assert.Equal(isWorthIt, MemoryKeeper.IsWorthIt(allocated));

    [Fact]
    public async Task It_gives_back_at_once_and_then_after_each_quiet_while()
    {
        using var stop = new CancellationTokenSource();
        var keeping = Keeper.RunAsync(stop.Token);
        Assert.Equal(1, _given);

        await PassWhileAsync(allocating: MemoryKeeper.Little + 1);
        await PassWhileAsync(allocating: MemoryKeeper.Much);
        await PassWhileAsync(allocating: 0);
        await PassWhileAsync(allocating: MemoryKeeper.Little + 1);
        await Patience.UntilAsync(() => Volatile.Read(ref _given) >= 3);
        await stop.CancelAsync();
        await keeping.WaitAsync(Patience.Limit);
        Assert.Equal(3, _given);
    }

    [Fact]
    public void What_was_freed_goes_back_to_the_system()
    {
        // The two settings belong together with an allocator that has them: glibc's, not musl's.
        bool isConfined = NativeHeap.Confine();
        Assert.Equal(isConfined, NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "mallopt", out _));
        MemoryKeeper.GiveBackAll();
    }

    private async Task PassWhileAsync(long allocating)
    {
        int looks = Volatile.Read(ref _looks);
        Interlocked.Add(ref _allocated, allocating);
        _clock.Advance(MemoryKeeper.LookEvery);
        await Patience.UntilAsync(() => Volatile.Read(ref _looks) > looks);
    }

    private long Look()
    {
        Interlocked.Increment(ref _looks);
        return Volatile.Read(ref _allocated);
    }
}
