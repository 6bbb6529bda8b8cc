namespace Gateway.Cli;

/// <summary>A feed's place in a lane; <c>(history)</c> is history's own.</summary>
/// <param name="Behind">Messages stored after it; those a feed has had out of order are counted too.</param>
internal sealed record BufferBookmark(string Feed, string Lane, long Acknowledged, long Behind);
