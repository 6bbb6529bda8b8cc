using Gateway.Hosting;

namespace Gateway.Cli;

/// <summary>A bus that a running service has lent; disposing it gives the bus back.</summary>
internal interface IBusLease : IAsyncDisposable
{
    /// <summary>Makes sure that the bus is still ours, for long enough to make one request. Asked before anything is sent, and now and then while a command
    /// only listens.</summary>
    /// <returns>False when the service has taken the bus back: it must be left at once.</returns>
    ValueTask<bool> HoldAsync(CancellationToken cancel);

    /// <summary>Has the service record a write to a device in its audit log.</summary>
    /// <returns>Whether it is recorded, durably. A write that is not must not be made.</returns>
    Task<bool> RecordAsync(RegisterWriteNote note, CancellationToken cancel);
}
