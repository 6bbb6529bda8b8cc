namespace Gateway.Hosting;

/// <summary>
/// A line of a lease: the first says that the bus is lent, the last that it is not any more. In between there is nothing but the open request.
/// </summary>
/// <param name="Event">lent or ended.</param>
/// <param name="Seconds">For how long, from now, unless it is renewed.</param>
/// <param name="Lease">What a renewal must name.</param>
/// <param name="Why">Of an end: Returned, Expired, Stopped.</param>
internal sealed record LeaseLine(string Schema, string Event, string Bus, double Seconds, string Lease, string? Why = null);
