using Gateway.Core.Buffering;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Core.Tests.Buffering;

public class BallastTests
{
    [Fact]
    public void It_is_taken_when_there_is_room_given_up_once_and_taken_back()
    {
        using var folder = new StoreFolder();
        var ballast = new Ballast(folder.Path, NullLogger<Ballast>.Instance, () => Ballast.Bytes + Ballast.Margin);
        ballast.TryRestore();
        Assert.False(ballast.IsOut);
        Assert.Equal(new ReservePiece("ballast", Ballast.Bytes), ballast.TryRelease());
        Assert.True(ballast.IsOut);
        Assert.Null(ballast.TryRelease());
        ballast.TryRestore();
        Assert.False(ballast.IsOut);
    }

    [Theory]
    [InlineData(Ballast.Bytes + Ballast.Margin - 1)]
    [InlineData(null)]
    public void It_does_not_fill_the_disk_by_itself(long? free)
    {
        using var folder = new StoreFolder();
        var ballast = new Ballast(folder.Path, NullLogger<Ballast>.Instance, () => free);
        ballast.TryRestore();
        Assert.True(ballast.IsOut);
    }
}
