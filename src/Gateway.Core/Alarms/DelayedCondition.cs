namespace Gateway.Core.Alarms;

/// <summary>A condition with its on-delay and off-delay, counted in timestamps of the monotonic clock.</summary>
/// <remarks>
/// A delay runs from the first sample that contradicts what the condition is now, and only while every sample goes on contradicting it. A sample inside
/// the dead band, or one that says nothing (Bad), breaks it: the delay starts again from the next sample that does contradict. Between two samples the
/// last one stands, so a delay may end there.
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

    /// <summary>Takes a sample's evidence. Delays that ended before it must have been ended with <see cref="Elapse"/>.</summary>
    /// <returns>Whether <see cref="IsActive"/> changed.</returns>
    public bool Observe(Evidence evidence, long at)
    {
        if (evidence != (IsActive ? Evidence.Absent : Evidence.Present))
        {
            NextDue = Never;
            return false;
        }
        if (!IsPending) NextDue = at + (IsActive ? offDelay : onDelay);
        return Elapse(at);
    }

    /// <summary>Ends the running delay if it is due by now.</summary>
    /// <returns>Whether <see cref="IsActive"/> changed.</returns>
    public bool Elapse(long now)
    {
        if (NextDue > now || !IsPending) return false;
        IsActive = !IsActive;
        NextDue = Never;
        return true;
    }
}
