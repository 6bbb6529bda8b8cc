using Gateway.Fieldbus.Modbus;
using Gateway.Testing;

namespace Gateway.Fieldbus.Tests.Modbus;

public class DeadlineTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public void A_time_out_that_has_passed_stays_passed_when_it_is_shortened()
    {
        using var deadline = new Deadline(_clock);
        var token = deadline.Start(TimeSpan.FromMilliseconds(100), CancellationToken.None);
        _clock.Advance(TimeSpan.FromMilliseconds(150));
        Assert.True(token.IsCancellationRequested);
        deadline.Shorten(TimeSpan.FromMilliseconds(50));
        Assert.True(token.IsCancellationRequested);
    }

    [Fact]
    public void Shortening_at_the_moment_it_passes_does_not_begin_it_again()
    {
        for (int round = 0; round < 2000; round++)
        {
            var clock = new TestClock();
            using var deadline = new Deadline(clock);
            var token = deadline.Start(TimeSpan.FromMilliseconds(100), CancellationToken.None);
            using var both = new Barrier(2);
            var shortening = new Thread(() =>
            {
                both.SignalAndWait();
                for (int i = 0; i < 20; i++) deadline.Shorten(TimeSpan.FromMilliseconds(50));
            });
            shortening.Start();
            both.SignalAndWait();
            clock.Advance(TimeSpan.FromMilliseconds(110));
            shortening.Join();
            Assert.True(token.IsCancellationRequested);
        }
    }

    [Fact]
    public void A_running_time_out_ends_earlier_when_it_is_shortened_and_never_later()
    {
        using var deadline = new Deadline(_clock);
        var token = deadline.Start(TimeSpan.FromMilliseconds(100), CancellationToken.None);
        deadline.Shorten(TimeSpan.FromMilliseconds(50));
        _clock.Advance(TimeSpan.FromMilliseconds(30));
        deadline.Shorten(TimeSpan.FromMilliseconds(50));
        Assert.False(token.IsCancellationRequested);
        _clock.Advance(TimeSpan.FromMilliseconds(25));
        Assert.True(token.IsCancellationRequested);
    }
}
