namespace Gateway.Core.Alarms;

/// <summary>What can change an alarm's state.</summary>
internal enum AlarmInput
{
    /// <summary>The condition has held for the whole on-delay.</summary>
    ConditionActive,

    /// <summary>The condition has been gone, beyond the dead band, for the whole off-delay.</summary>
    ConditionCleared,

    OperatorAcknowledges,
}
