namespace Gateway.Core.Buffering;

/// <summary>How far the wall clock could be trusted when a message was sealed. The numbers are stored; never reuse one.</summary>
public enum ClockState : byte
{
    /// <summary>The kernel says it is synchronised.</summary>
    Synchronized = 0,

    /// <summary>It was synchronised since the start and no longer is.</summary>
    Holdover = 1,

    /// <summary>Never synchronised since the start, but later than anything known.</summary>
    Free = 2,

    /// <summary>Certainly wrong: earlier than the last time known.</summary>
    Unset = 3,
}
