namespace Gateway.Hosting;

/// <summary>How the loops of rooms are started, waited for and ended together.</summary>
internal static class RoomTasks
{
    /// <summary>Waits for a room, but no longer than a time; how it ended is not said.</summary>
    public static async Task WithinAsync(TimeSpan time, TimeProvider clock, Task room) =>
        await room.WaitAsync(time, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Waits until all rooms have ended by themselves or it is time to stop.</summary>
    public static async Task UntilStoppedAsync(Task rooms, CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var asked = stop.Register(() => stopped.TrySetResult());
        await Task.WhenAny(rooms, stopped.Task);
    }

    /// <summary>A room that fails stops the others: a gateway that only seems to run is worse than one that is started again.</summary>
    public static async Task EndingAll(Task room, CancellationTokenSource failed)
    {
        try
        {
            await room;
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            await failed.CancelAsync();
            throw;
        }
    }
}
