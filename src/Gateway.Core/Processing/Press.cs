using Gateway.Core.Alarms;

namespace Gateway.Core.Processing;

/// <summary>What a person does to an alarm, on its way to the loop.</summary>
internal abstract class Press
{
    /// <summary>Does it; the loop only.</summary>
    /// <returns>Whether there is a change, whose storing decides the answer. Otherwise it is answered already.</returns>
    public abstract bool Do(AlarmEngine engine, long now, long nowMs, List<AlarmChange> changes);

    /// <summary>The change is stored, or had to be given up.</summary>
    public abstract void Stored(bool isStored);

    /// <summary>The loop has ended.</summary>
    public abstract void Refuse();
}
