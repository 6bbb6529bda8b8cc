using Gateway.Fieldbus.Transports;

namespace Gateway.Fieldbus.Modbus.Server;

/// <summary>Serves a store on a transport, such as a serial port or a pseudo-terminal, that it opens, owns and disposes.</summary>
/// <param name="transport">The line.</param>
/// <param name="framing">What is spoken; RTU or ASCII on a serial line.</param>
/// <param name="store">What is served.</param>
/// <param name="time">The clocks, for delayed answers and for frames that break off.</param>
public sealed class ModbusSerialServer(ITransport transport, ModbusFraming framing, IModbusServerStore store, TimeProvider time)
{
    /// <summary>Serves until stopped or until the line is lost.</summary>
    /// <exception cref="TransportException">The line cannot be opened, or was lost while answering.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        await using (transport)
        {
            try
            {
                if (!transport.IsOpen) await transport.OpenAsync(stop).ConfigureAwait(false);
                await new ServerConnection(transport, RequestFramings.Of(framing), store, time).RunAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Stopped, as asked.
            }
        }
    }
}
