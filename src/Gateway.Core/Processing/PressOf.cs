using Gateway.Core.Alarms;

namespace Gateway.Core.Processing;

/// <summary>A press whose answer is one of the words of an enumeration.</summary>
/// <param name="act">What to do with the engine; from now on, by both clocks.</param>
/// <param name="done">The word that says that there is a change.</param>
internal sealed class PressOf<TResult>(
    Func<AlarmEngine, long, long, List<AlarmChange>, TResult> act, TResult done, TResult notStored, TResult notRunning) : Press
    where TResult : struct, Enum
{
    private readonly TaskCompletionSource<TResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TResult> Answer => _answer.Task;

    public override bool Do(AlarmEngine engine, long now, long nowMs, List<AlarmChange> changes)
    {
        var result = act(engine, now, nowMs, changes);
        if (result.Equals(done)) return true;
        _answer.TrySetResult(result);
        return false;
    }

    public override void Stored(bool isStored) => _answer.TrySetResult(isStored ? done : notStored);

    public override void Refuse() => _answer.TrySetResult(notRunning);
}
