namespace Gateway.Core.Acquisition;

/// <summary>What became of requests since the loop was made.</summary>
/// <param name="Ok">Answered with data.</param>
/// <param name="Exceptions">Answered with an exception code.</param>
/// <param name="Timeouts">No answer, or no whole answer, in time.</param>
/// <param name="CheckSumErrors">Answered with a wrong check sum.</param>
/// <param name="Mismatches">Something came that was no answer to the request.</param>
/// <param name="NoConnections">There was no way to the bus.</param>
internal readonly record struct RequestCounts(long Ok, long Exceptions, long Timeouts, long CheckSumErrors, long Mismatches, long NoConnections)
{
    public long Requests => Ok + Exceptions + Timeouts + CheckSumErrors + Mismatches + NoConnections;

    public static RequestCounts operator +(RequestCounts a, RequestCounts b) => new(
        a.Ok + b.Ok,
        a.Exceptions + b.Exceptions,
        a.Timeouts + b.Timeouts,
        a.CheckSumErrors + b.CheckSumErrors,
        a.Mismatches + b.Mismatches,
        a.NoConnections + b.NoConnections);
}
