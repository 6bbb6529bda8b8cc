using Gateway.Core.Buffering;
using Gateway.Testing;

namespace Gateway.Core.Tests.Buffering;

public sealed class IntakeTests : IDisposable
{
    private readonly Intake _intake = new(new TestClock(), new BufferLimits(), () => ClockState.Synchronized);

    public IntakeTests() => _intake.Begin([new(1, 1), new(1, 1), new(1, 1), new(1, 1)], []);

    public void Dispose() => _intake.Dispose();

    [Fact]
    public void A_bookmark_waits_for_a_commit_that_takes_bookmarks_and_one_of_events_does_not()
    {
        _intake.Move(new BookmarkMove("platform", Lane.Live, new Bookmark(41)));
        _intake.Move(new BookmarkMove("platform", Lane.Event, new Bookmark(7)));
        Assert.Equal([Lane.Event], Commit(withBookmarks: false));
        Assert.Equal([], Commit(withBookmarks: false));
        Assert.Equal([Lane.Live], Commit(withBookmarks: true));
        Assert.False(_intake.Need().HasMoves);
    }

    [Fact]
    public void A_bookmark_is_taken_when_there_is_nothing_else_to_store()
    {
        _intake.Move(new BookmarkMove("platform", Lane.Live, new Bookmark(41)));
        Assert.Equal([Lane.Live], _intake.Take(0, withBookmarks: false).Bookmarks.Select(move => move.Lane));
    }

    /// <returns>The lanes whose bookmarks went into a commit of one message.</returns>
    private List<Lane> Commit(bool withBookmarks)
    {
        _ = _intake.AddEvent(Lane.Diag, MessageKind.Heartbeat, "{}"u8.ToArray(), null);
        var transaction = _intake.Take(0, withBookmarks);
        _intake.Stored();
        return [.. transaction.Bookmarks.Select(move => move.Lane)];
    }
}
