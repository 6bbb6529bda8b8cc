using Gateway.Core.Forwarding;

namespace Gateway.Core.Tests.Forwarding;

public class BacklogPaceTests
{
    [Fact]
    public void One_message_may_always_be_in_flight_and_never_more_than_five_eighths_of_the_window()
    {
        var pace = new BacklogPace();
        Assert.True(pace.MaySend(TimeSpan.Zero, 1));
        pace.Sent(1_000_000);
        Assert.False(pace.MaySend(TimeSpan.Zero, 32));
        pace.Ended(1_000_000, null, TimeSpan.Zero);
        for (int sent = 0; sent < 5; sent++)
        {
            Assert.True(pace.MaySend(TimeSpan.Zero, 8));
            pace.Sent(10);
        }
        Assert.False(pace.MaySend(TimeSpan.Zero, 8));
    }

    [Fact]
    public void A_quick_line_opens_it_and_a_slow_one_shuts_it_to_a_few_kilobytes()
    {
        var pace = new BacklogPace();
        var now = TimeSpan.Zero;
        long first = pace.AllowedBytes;
        for (int n = 0; n < 100; n++) Round(pace, 10_000, TimeSpan.FromMilliseconds(25), ref now);
        Assert.True(pace.AllowedBytes > 8 * first);
        Assert.True(pace.AllowedBytes <= SendWindow.MostBytes / 2);
        for (int n = 0; n < 100; n++) Round(pace, 10_000, TimeSpan.FromSeconds(3), ref now);
        Assert.Equal(4 * 1024, pace.AllowedBytes);
    }

    [Fact]
    public void One_slow_moment_counts_once_however_many_messages_were_in_it()
    {
        var pace = new BacklogPace();
        for (int n = 0; n < 4; n++) pace.Sent(100);
        long before = pace.AllowedBytes;
        for (int n = 0; n < 4; n++) pace.Ended(100, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5 + (n / 10.0)));
        Assert.Equal(before / 2, pace.AllowedBytes);
    }

    [Fact]
    public void In_ten_seconds_no_more_goes_out_than_the_rate_and_one_burst()
    {
        var pace = new BacklogPace();
        int sent = 0;
        for (var now = TimeSpan.Zero; now < TimeSpan.FromSeconds(10); now += TimeSpan.FromMilliseconds(1))
        {
            while (pace.MaySend(now, 32))
            {
                pace.Sent(100);
                pace.Ended(100, TimeSpan.FromMilliseconds(1), now);
                sent++;
            }
            Assert.NotNull(pace.NextToken);
        }
        Assert.InRange(sent, 10 * BacklogPace.MostPerSecond, (10 * BacklogPace.MostPerSecond) + 60);
    }

    private static void Round(BacklogPace pace, int bytes, TimeSpan latency, ref TimeSpan now)
    {
        pace.Sent(bytes);
        now += latency;
        pace.Ended(bytes, latency, now);
    }
}
