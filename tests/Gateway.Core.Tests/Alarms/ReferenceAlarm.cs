using Gateway.Core.Alarms;

namespace Gateway.Core.Tests.Alarms;

/// <summary>A high alarm by the book, second by second: slow, and too simple to be wrong.</summary>
/// <remarks>It keeps what every second looked like and looks back over all of them to see whether a condition has held for a delay.</remarks>
internal sealed class ReferenceAlarm(double setpoint, double deadband, int onDelay, int offDelay, int staleAfter)
{
    private readonly List<(char Look, bool IsHeld, double Value)> _seconds = [];
    private AlarmState _state;
    private int _flippedAt = -1;
    private int _onSince;

    public List<(AlarmState To, long TimeMs, long OnSinceMs, double? Value)> Transitions { get; } = [];

    /// <param name="samples">Per second: nothing, a value, or NaN for a Bad reading.</param>
    /// <param name="presses">Seconds at whose beginning the operator acknowledges.</param>
    public void Run(double?[] samples, IReadOnlySet<int> presses)
    {
        for (int now = 0; now < samples.Length; now++)
        {
            if (presses.Contains(now)) Enter(AlarmInput.OperatorAcknowledges, now, null);
            _seconds.Add(LookOf(samples, now));
            bool isActive = _state is AlarmState.Unacknowledged or AlarmState.Acknowledged;
            char wanted = isActive ? 'i' : 'o';
            int began = now;
            while (began - 1 > _flippedAt && _seconds[began - 1].Look == wanted) began--;
            if (_seconds[now].Look != wanted || _seconds[now].IsHeld || began <= _flippedAt || now - began < (isActive ? offDelay : onDelay)) continue;
            if (!isActive) _onSince = began;
            _flippedAt = now;
            // The value is that of the sample which stood when the delay ended.
            Enter(isActive ? AlarmInput.ConditionCleared : AlarmInput.ConditionActive, now, _seconds[now].Value);
        }
    }

    /// <summary>A second looks as the last good sample did, until that is stale; while the last sample is a Bad one, nothing is decided.</summary>
    private (char Look, bool IsHeld, double Value) LookOf(double?[] samples, int now)
    {
        int last = now;
        while (last >= 0 && samples[last] is null) last--;
        int good = last;
        while (good >= 0 && (samples[good] is not { } value || double.IsNaN(value))) good--;
        if (good < 0 || now - good > staleAfter) return ('?', true, 0);
        double stands = samples[good]!.Value;
        return (stands > setpoint ? 'o' : stands <= setpoint - deadband ? 'i' : 'd', last != good, stands);
    }

    private void Enter(AlarmInput input, int now, double? value)
    {
        var to = AlarmTransitions.After(_state, input);
        if (to == _state) return;
        _state = to;
        Transitions.Add((to, now * 1000L, _onSince * 1000L, value));
    }
}
