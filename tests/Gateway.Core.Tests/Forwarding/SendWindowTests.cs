using Gateway.Core.Forwarding;

namespace Gateway.Core.Tests.Forwarding;

public class SendWindowTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 1)]
    [InlineData(4, 1, 3)]
    [InlineData(20, 5, 15)]
    [InlineData(32, 8, 24)]
    [InlineData(200, 8, 192)]
    public void Places_are_kept_free_for_what_is_urgent(int places, int reserved, int others)
    {
        var window = new SendWindow(places);
        Assert.Equal(reserved, window.Reserved);
        Assert.Equal(others, Fill(window, urgent: false));
        Assert.Equal(places - others, Fill(window, urgent: true));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(32)]
    public void What_is_urgent_may_take_every_place(int places) => Assert.Equal(places, Fill(new SendWindow(places), urgent: true));

    [Fact]
    public void A_released_place_is_free_again()
    {
        var window = new SendWindow(1);
        window.Take(urgent: false, 10);
        Assert.False(window.HasPlace(urgent: true));
        window.Release(urgent: false, 10);
        Assert.True(window.HasPlace(urgent: false));
        Assert.Equal((0, 0L), (window.InFlight, window.Bytes));
    }

    [Fact]
    public void Bytes_in_flight_hold_back_all_but_the_urgent()
    {
        var window = new SendWindow(32);
        window.Take(urgent: false, SendWindow.MostBytes - 1);
        Assert.True(window.HasPlace(urgent: false));
        window.Take(urgent: false, 1);
        Assert.False(window.HasPlace(urgent: false));
        Assert.True(window.HasPlace(urgent: true));
    }

    [Fact]
    public void A_smaller_window_waits_until_what_is_in_flight_has_gone()
    {
        var window = new SendWindow(8);
        for (int i = 0; i < 6; i++) window.Take(urgent: false, 1);
        window.Resize(2);
        for (int left = 6; left > 0; left--)
        {
            Assert.False(window.HasPlace(urgent: false));
            window.Release(urgent: false, 1);
        }
        Assert.True(window.HasPlace(urgent: false));
    }

    private static int Fill(SendWindow window, bool urgent)
    {
        int taken = 0;
        for (; window.HasPlace(urgent); taken++) window.Take(urgent, 1);
        return taken;
    }
}
