namespace Gateway.Core.Buffering;

/// <summary>Decides when what waits is stored. Each commit wears flash, each wait risks what is only in memory.</summary>
internal static class CommitSchedule
{
    /// <summary>Events are stored at once, but a storm of them makes no more than ten commits a second.</summary>
    private static readonly TimeSpan _betweenEvents = TimeSpan.FromMilliseconds(100);

    // Bookmarks ride along with a commit, but not with each: every commit with one writes a page more, a quarter of all that 200 points at 1 s write. When
    // nothing else comes (every bus is dead) they go alone, as rarely: the loss is a few messages sent twice.
    private const int GroupsForBookmarks = 10;

    /// <returns>How long to go on collecting; zero to commit now, infinite when nothing waits.</returns>
    public static TimeSpan WaitFor(in CommitNeed need, TimeSpan sinceCommit, TimeSpan commitEvery, int enoughReadings)
    {
        if (need.Readings >= enoughReadings) return TimeSpan.Zero;
        var wait = Timeout.InfiniteTimeSpan;
        if (need.HasMoves) wait = Left(commitEvery * GroupsForBookmarks, need.Waited);
        if (need.HasGroup) wait = Left(commitEvery, need.Waited);
        return need.HasEvents ? Sooner(wait, Left(_betweenEvents, sinceCommit)) : wait;
    }

    /// <param name="sinceStored">Since bookmarks were last stored.</param>
    /// <returns>Whether a commit takes all bookmarks that have moved.</returns>
    public static bool TakesBookmarks(TimeSpan sinceStored, TimeSpan commitEvery) => sinceStored >= commitEvery * GroupsForBookmarks;

    private static TimeSpan Left(TimeSpan of, TimeSpan passed) => passed >= of ? TimeSpan.Zero : of - passed;

    private static TimeSpan Sooner(TimeSpan one, TimeSpan other) => one == Timeout.InfiniteTimeSpan || other < one ? other : one;
}
