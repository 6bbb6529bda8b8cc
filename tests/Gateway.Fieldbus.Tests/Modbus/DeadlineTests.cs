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
        Assert.True(deadline.Shorten(TimeSpan.FromMilliseconds(50), CancellationToken.None).IsCancellationRequested);
    }

    [Fact]
    public void A_running_time_out_ends_earlier_when_it_is_shortened_and_never_later()
    {
        using var deadline = new Deadline(_clock);
        deadline.Start(TimeSpan.FromMilliseconds(100), CancellationToken.None);
        var shortened = deadline.Shorten(TimeSpan.FromMilliseconds(50), CancellationToken.None);
        _clock.Advance(TimeSpan.FromMilliseconds(30));
        var again = deadline.Shorten(TimeSpan.FromMilliseconds(50), CancellationToken.None);
        Assert.False(shortened.IsCancellationRequested || again.IsCancellationRequested);
        _clock.Advance(TimeSpan.FromMilliseconds(25));
        Assert.True(again.IsCancellationRequested);
    }
}
