namespace Gateway.Core.Forwarding.Commands;

/// <summary>What the hash of a receipt says.</summary>
internal enum ReceiptVerdict
{
    /// <summary>There is none, or what it was computed over cannot be read or chained any more: the receipt counts as one without a hash.</summary>
    CannotTell,

    /// <summary>The platform has what was sealed, to the last byte.</summary>
    Agrees,

    /// <summary>The platform has something else.</summary>
    Differs,
}
