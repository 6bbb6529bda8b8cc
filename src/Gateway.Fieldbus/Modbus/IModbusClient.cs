namespace Gateway.Fieldbus.Modbus;

/// <summary>The Modbus client contract: one bus, requests in, matched answers out. Whatever implements it must pass the contract tests.</summary>
/// <remarks>
/// What a bus does daily (no answer, exception code, bad check sum, connection lost) is a value, never an exception.
/// The client opens its transport by itself when a request finds it closed, tries once, and does not retry a request: the poller decides that.
/// Requests may be given concurrently; at most <see cref="MaximumInFlight"/> are on the wire, the rest wait their turn in order.
/// </remarks>
public interface IModbusClient : IAsyncDisposable
{
    /// <summary>Requests that may be unanswered at once: 1, or more on TCP where the server allows it.</summary>
    int MaximumInFlight { get; }

    /// <summary>What has happened on this bus since the client was made.</summary>
    ModbusCounters Counters { get; }

    /// <summary>Sends one request and waits for the answer that belongs to it.</summary>
    /// <param name="unit">Unit identifier, 0 to 255; 0 broadcasts a write on a serial line and is not answered.</param>
    /// <param name="request">What to read or write.</param>
    /// <param name="data">Receives the answer's data: registers as big-endian byte pairs in address order, or coils packed eight a byte, lowest
    /// address in the lowest bit. Untouched unless the outcome is Ok. 252 bytes always suffice.</param>
    /// <param name="timeout">How long the whole answer may take once the request is on the wire; also bounds opening the transport.</param>
    /// <param name="cancel">Ends the wait early with an exception; an answer that comes later is discarded.</param>
    ValueTask<ModbusAnswer> RequestAsync(byte unit, ModbusRequest request, Memory<byte> data, TimeSpan timeout, CancellationToken cancel);

    /// <summary>Closes the transport; the next request opens it again.</summary>
    ValueTask CloseAsync();
}
