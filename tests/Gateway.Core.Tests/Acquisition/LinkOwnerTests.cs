using Gateway.Core.Acquisition;
using Gateway.Core.Acquisition.Lending;
using Gateway.Core.Site;
using Gateway.Testing;

namespace Gateway.Core.Tests.Acquisition;

/// <summary>The owner of the way to a bus without a loop: what it closes, and what it says of the bus.</summary>
public sealed class LinkOwnerTests : IDisposable
{
    private static readonly Borrower _borrower = new(1, 0, "zhang", "envgw bus scan");

    private readonly TestClock _clock = new();
    private readonly ListLogger<BusLoop> _logger = new();
    private readonly List<LinkOwner> _owners = [];
    private int _closed;
    private bool _isPresent = true;

    [Fact]
    public async Task Two_silences_in_a_row_close_a_tcp_connection_whose_peer_may_be_gone()
    {
        var owner = Owner(BusTransport.Tcp);
        foreach (bool isSilence in new[] { true, false, true }) await owner.CarriedAsync(isSilence);
        Assert.Equal(0, _closed);
        await owner.CarriedAsync(isSilence: true);
        Assert.Equal(1, _closed);
        await owner.CarriedAsync(isSilence: true);
        Assert.Equal(1, _closed);
    }

    [Fact]
    public async Task No_silence_closes_a_serial_port()
    {
        var owner = Owner(BusTransport.Serial);
        for (int i = 0; i < 10; i++) await owner.CarriedAsync(isSilence: true);
        Assert.Equal(0, _closed);
    }

    [Fact]
    public async Task A_silence_before_the_bus_was_lent_does_not_count_when_it_is_back()
    {
        var owner = Owner(BusTransport.Tcp);
        await owner.CarriedAsync(isSilence: true);
        using (var lease = Ask(owner)) await owner.HandOverAsync();
        await owner.HandOverAsync();
        int before = _closed;
        await owner.CarriedAsync(isSilence: true);
        Assert.Equal(before, _closed);
    }

    [Fact]
    public async Task A_watched_port_that_has_gone_is_lost_once_and_is_not_watched_any_more()
    {
        var owner = Owner(BusTransport.Serial);
        Assert.False(owner.IsWatched, "it was never opened");
        await owner.CarriedAsync(isSilence: false);
        Assert.True(owner.IsWatched);
        Assert.True(owner.TakeEdge());
        owner.Look();
        Assert.False(owner.TakeEdge());
        _isPresent = false;
        owner.Look();
        Assert.True(owner.TakeEdge());
        Assert.False(owner.TakeEdge());
        Assert.Equal(LinkTrouble.PortGone, owner.Link.Trouble);
        Assert.False(owner.IsWatched);
        owner.Look();
        Assert.False(owner.TakeEdge());
        Assert.Single(_logger.Lines, line => line.Text.Contains("is lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bus_goes_from_one_borrower_to_the_next_without_being_ours_between()
    {
        var owner = Owner(BusTransport.Serial);
        var first = Ask(owner);
        await owner.HandOverAsync();
        Assert.True(first.Granted.IsCompletedSuccessfully);
        first.Dispose();
        var second = Ask(owner);
        Assert.True(owner.IsHandOverDue);
        await owner.HandOverAsync();
        Assert.True(second.Granted.IsCompletedSuccessfully);
        Assert.Equal(BusState.Lent, owner.Link.State);
        Assert.Equal(1, _closed);
        second.Dispose();
        await owner.HandOverAsync();
        Assert.False(owner.IsHandOverDue);
        Assert.Equal(BusState.Starting, owner.Link.State);
    }

    [Fact]
    public async Task A_closed_way_is_lent_to_nobody()
    {
        var owner = Owner(BusTransport.Serial);
        var lease = Ask(owner);
        await owner.CloseAsync();
        Assert.Equal(LeaseEnd.Stopped, await lease.Ended);
        Assert.Null(owner.Lending.Ask(_borrower, TimeSpan.FromMinutes(1)).Lease);
        Assert.Equal(1, _closed);
    }

    public void Dispose()
    {
        foreach (var owner in _owners) owner.Dispose();
    }

    private static BusLease Ask(LinkOwner owner) => owner.Lending.Ask(_borrower, TimeSpan.FromMinutes(1)).Lease!;

    private LinkOwner Owner(BusTransport transport)
    {
        var bus = new SampleSite().Bus() with { Transport = transport };
        var owner = new LinkOwner(bus, Close, () => _isPresent, _clock, _logger);
        _owners.Add(owner);
        return owner;
    }

    private ValueTask Close()
    {
        _closed++;
        return ValueTask.CompletedTask;
    }
}
