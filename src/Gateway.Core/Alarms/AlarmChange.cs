namespace Gateway.Core.Alarms;

/// <summary>A transition and the state to be stored with it.</summary>
internal readonly record struct AlarmChange(AlarmTransition Transition, AlarmRecord State);
