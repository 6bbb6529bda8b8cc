namespace Gateway.Hosting;

/// <summary>What somebody on this box wants done with messages that a platform has refused.</summary>
/// <param name="Actor">Who wants it.</param>
/// <param name="Forget">Give them up instead of sending them once more.</param>
internal sealed record RequeueOrder(string Feed, string Actor, bool Forget);
