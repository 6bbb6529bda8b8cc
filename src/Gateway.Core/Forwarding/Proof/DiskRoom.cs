namespace Gateway.Core.Forwarding.Proof;

/// <summary>Room on the disk that holds the store, in bytes.</summary>
public readonly record struct DiskRoom(long Free, long Total);
