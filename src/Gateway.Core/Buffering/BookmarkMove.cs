namespace Gateway.Core.Buffering;

/// <summary>A feed's bookmark in one lane, to be stored with the next commit.</summary>
public sealed record BookmarkMove(string Feed, Lane Lane, Bookmark Bookmark);
