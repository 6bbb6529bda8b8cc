namespace Gateway.Fieldbus.Transports;

/// <summary>A bus could not be opened, or its peer went away in the middle of a write.</summary>
public sealed class TransportException : IOException
{
    public TransportException(TransportFault fault, string message, Exception? inner = null) : base(message, inner) => Fault = fault;

    /// <summary>The class of the trouble, for exit codes and advice; the message tells a person.</summary>
    public TransportFault Fault { get; }
}
