namespace Gateway.Core.Receiving;

/// <summary>What the chain of one manifest says of the messages that are here.</summary>
internal enum ChainCheck
{
    /// <summary>They are what was sealed, to the last byte.</summary>
    Right,

    /// <summary>At least one of them is not.</summary>
    Wrong,

    /// <summary>Something of it is gone, or the feed leaves rows out: nobody can compute it any more.</summary>
    CannotTell,
}
