using Gateway.Mqtt.Sessions;

namespace Gateway.Mqtt.Tests.Sessions;

public sealed class PacketIdentifiersTests
{
    private readonly PacketIdentifiers _identifiers = new();

    [Fact]
    public void A_freed_identifier_comes_back_only_after_all_the_others()
    {
        Assert.Equal(1, _identifiers.Take());
        _identifiers.Release(1);
        for (int i = 2; i <= 65535; i++) Assert.Equal(i, _identifiers.Take());
        Assert.Equal(1, _identifiers.Take());
    }

    [Fact]
    public void Identifiers_in_use_are_passed_over_and_zero_is_never_one()
    {
        for (int i = 1; i <= 65535; i++) _identifiers.Take();
        Assert.Equal(0, _identifiers.Take());
        _identifiers.Release(40_000);
        _identifiers.Release(7);
        Assert.Equal(7, _identifiers.Take());
        Assert.Equal(40_000, _identifiers.Take());
        Assert.Equal(0, _identifiers.Take());
    }
}
