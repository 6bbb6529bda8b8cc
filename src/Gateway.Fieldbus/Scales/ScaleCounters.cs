namespace Gateway.Fieldbus.Scales;

/// <summary>What a client has seen on its bus since it was made.</summary>
/// <param name="Frames">Good frames, also those that were not handed on.</param>
/// <param name="GarbageBytes">Bytes that belonged to no frame.</param>
/// <param name="CheckSumErrors">Frames with a wrong check sum.</param>
/// <param name="Refusals">The devices' error answers.</param>
/// <param name="Strays">Good frames nobody waited for: of another scale, of another command, or late.</param>
/// <param name="TimeOuts">Waits that ended without a frame.</param>
/// <param name="Polls">Commands sent.</param>
public readonly record struct ScaleCounters(
    long Frames, long GarbageBytes, long CheckSumErrors, long Refusals, long Strays, long TimeOuts, long Polls);
