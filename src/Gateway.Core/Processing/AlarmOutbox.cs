using Gateway.Core.Alarms;
using Gateway.Core.Buffering;
using Gateway.Core.Site;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Processing;

/// <summary>Hands alarm transitions to the buffer in the order they happened, and keeps track of those that are not stored yet.</summary>
/// <remarks>The buffer takes an event in before its call returns, and bounds what waits for a failing disk: the order needs no waiting here.</remarks>
internal sealed class AlarmOutbox(SiteModel site, DurableBuffer buffer, ILogger logger)
{
    private readonly List<Task> _storing = [];

    /// <summary>The storing of the transition sent last. Completes with true when it is stored, with false when the buffer had to give it up.</summary>
    public Task<bool> Last { get; private set; } = Task.FromResult(true);

    public void Send(in AlarmChange change)
    {
        var transition = change.Transition;
        Alarms.Log.AlarmChanged(
            logger, transition.AlarmId, AlarmStateText.Of(transition.From), AlarmStateText.Of(transition.To), transition.Occurrence);
        Last = StoreAsync(change);
        _storing.Add(Last);
    }

    /// <summary>Keeps track of a task that follows the storing of a transition.</summary>
    public void Follow(Task task) => _storing.Add(task);

    /// <summary>Forgets what is done. Fails if a task has failed, which only a bug can bring about.</summary>
    public async ValueTask ForgetDoneAsync()
    {
        for (int i = _storing.Count - 1; i >= 0; i--)
        {
            if (!_storing[i].IsCompleted) continue;
            await _storing[i];
            _storing.RemoveAt(i);
        }
    }

    /// <summary>Waits until everything is stored or given up.</summary>
    public Task FlushAsync(CancellationToken abandon) => Task.WhenAll(_storing).WaitAsync(abandon);

    private async Task<bool> StoreAsync(AlarmChange change)
    {
        try
        {
            byte[] body = AlarmTransitionJson.Write(change.Transition, site);
            await buffer.AppendEventAsync(MessageKind.Alarm, body, change.State, CancellationToken.None);
            return true;
        }
        catch (StoreException e)
        {
            Alarms.Log.TransitionNotStored(logger, change.Transition.AlarmId, e.Message);
            return false;
        }
    }
}
