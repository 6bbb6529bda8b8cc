namespace Gateway.Core.Buffering;

/// <summary>What was given up to make room.</summary>
/// <param name="What"><c>ballast</c>, or <c>history</c> and the day.</param>
/// <param name="Bytes">About so many bytes.</param>
public sealed record ReservePiece(string What, long Bytes);
