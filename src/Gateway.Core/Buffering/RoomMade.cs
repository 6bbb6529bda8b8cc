namespace Gateway.Core.Buffering;

/// <summary>A piece of a reserve that was given up.</summary>
/// <param name="Number">Counts such pieces since the start, from 1.</param>
public sealed record RoomMade(long Number, ReservePiece Piece);
