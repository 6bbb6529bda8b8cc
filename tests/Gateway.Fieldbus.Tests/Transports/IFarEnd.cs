using Gateway.Fieldbus.Transports;

namespace Gateway.Fieldbus.Tests.Transports;

/// <summary>The other end of a transport under test, reached by means of the test and not by ours.</summary>
public interface IFarEnd : IAsyncDisposable
{
    /// <summary>The transport under test, not opened yet.</summary>
    ITransport Transport { get; }

    /// <summary>Waits until the far end knows that the transport was opened, where it has to do something for that.</summary>
    Task AcceptAsync();

    Task SendAsync(ReadOnlyMemory<byte> bytes);

    /// <returns>Exactly so many bytes.</returns>
    Task<byte[]> ReceiveAsync(int count);

    /// <summary>The far end goes: it closes, or the adapter is pulled.</summary>
    Task GoAsync();

    /// <summary>It is back under the same name.</summary>
    Task ReturnAsync();
}
