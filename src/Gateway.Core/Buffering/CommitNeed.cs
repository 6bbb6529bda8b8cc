namespace Gateway.Core.Buffering;

/// <summary>What waits to be stored.</summary>
/// <param name="Readings">How many.</param>
/// <param name="HasGroup">Readings or other messages that may wait for their group.</param>
/// <param name="HasEvents">Events, which should not wait.</param>
/// <param name="HasMoves">Bookmarks or records of drops.</param>
/// <param name="Waited">How long the oldest of them has waited.</param>
internal readonly record struct CommitNeed(int Readings, bool HasGroup, bool HasEvents, bool HasMoves, TimeSpan Waited);
