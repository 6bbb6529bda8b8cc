namespace Gateway.Core.Buffering;

/// <summary>How many messages a feed has put aside that its list no longer names, because it would be too long. They stay in their lanes.</summary>
public sealed record UnlistedRefusals(string Feed, long Messages);
