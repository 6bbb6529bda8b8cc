namespace Gateway.Core.Alarms;

/// <summary>A condition with its on-delay and off-delay, counted in timestamps of the monotonic clock.</summary>
/// <remarks>
/// <para>A delay runs from the first sample that contradicts what the condition is now, as long as every sample that says something goes on contradicting it;
/// one inside the dead band breaks it. Between two samples the last one stands, so a delay may end there.</para>
/// <para>A sample that says nothing (Bad) neither breaks a delay nor ends one: time goes on being counted, and the next sample that says something decides.
/// A line that loses a sample a minute must not keep a 60 s delay from ever ending, and Bad data must not raise or clear. For how long the last sample
/// may be relied on is the caller's to say, with <see cref="Break"/>.</para>
/// </remarks>
/// <param name="onDelay">Timestamp ticks, 0 or more.</param>
/// <param name="offDelay">Timestamp ticks, 0 or more.</param>
/// <param name="isActive">What the condition is to begin with.</param>
internal struct DelayedCondition(long onDelay, long offDelay, bool isActive)
{
    private const long Never = long.MaxValue;

    public bool IsActive { get; private set; } = isActive;

    /// <summary>When the delay that is running ends; <see cref="long.MaxValue"/> when none is.</summary>
    public long NextDue { get; private set; } = Never;

    public readonly bool IsPending => NextDue != Never;

    /// <summary>The last sample said nothing: a running delay waits for one that does.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Takes a sample's evidence. Delays that ended before it must have been ended with <see cref="Elapse"/>.</summary>
    /// <returns>Whether <see cref="IsActive"/> changed.</returns>
    public bool Observe(Evidence evidence, long at)
    {
        IsHeld = evidence == Evidence.Unknown;
        if (IsHeld) return false;
        if (evidence != (IsActive ? Evidence.Absent : Evidence.Present))
        {
            NextDue = Never;
            return false;
        }
        if (!IsPending) NextDue = at + (IsActive ? offDelay : onDelay);
        return Elapse(at);
    }

    /// <summary>The last sample that said something is too old to stand for the present: a running delay begins anew with the next one.</summary>
    public void Break() => NextDue = Never;

    /// <summary>Ends the running delay if it is due by now and not held.</summary>
    /// <returns>Whether <see cref="IsActive"/> changed.</returns>
    public bool Elapse(long now)
    {
        if (IsHeld || NextDue > now || !IsPending) return false;
        IsActive = !IsActive;
        NextDue = Never;
        return true;
    }
}
