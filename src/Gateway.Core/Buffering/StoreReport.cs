namespace Gateway.Core.Buffering;

/// <summary>What a store's file says of itself.</summary>
/// <param name="SizeBytes">On disk, with its log.</param>
/// <param name="Version">Of the schema.</param>
/// <param name="Epoch">The one in force.</param>
/// <param name="Epochs">How many there have been.</param>
/// <param name="Lanes">What each lane holds, in the order of <see cref="LaneText.All"/>.</param>
/// <param name="Bookmarks">Of every feed, and of history.</param>
/// <param name="Drops">Records of what is gone.</param>
/// <param name="Quarantined">Rows that were found damaged and kept aside.</param>
/// <param name="Refused">Messages that feeds have put aside, because their brokers never take them.</param>
/// <param name="Unlisted">How many more of them, that the list no longer names.</param>
public sealed record StoreReport(
    string Path, long SizeBytes, int Version, string Epoch, int Epochs, IReadOnlyList<LaneExtent> Lanes, IReadOnlyList<BookmarkMove> Bookmarks,
    IReadOnlyList<Drop> Drops, long Quarantined, IReadOnlyList<RefusedMessage> Refused,
    IReadOnlyList<UnlistedRefusals> Unlisted);
