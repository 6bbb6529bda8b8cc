namespace Gateway.Core.Buffering;

/// <summary>The store could not be opened, written or read. The message says what happened, the likeliest cause and the next step.</summary>
public sealed class StoreException : IOException
{
    public StoreException(StoreFault fault, string message, Exception? inner = null) : base(message, inner) => Fault = fault;

    public StoreFault Fault { get; }
}
