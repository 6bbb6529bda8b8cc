using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Tests.Cli.Commissioning;

/// <summary>A Modbus TCP device that takes every request for twelve bytes long, as some do: after a shorter one it is out of step for good.</summary>
internal sealed class ClumsyServer : IDisposable
{
    private const int RequestLength = 12;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public ClumsyServer() => _listener.Start();

    public string Address => $"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Serves one connection after the other.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(stop);
                await ServeAsync(client.GetStream(), stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The test is over.
        }
    }

    public void Dispose() => _listener.Dispose();

    private static async Task ServeAsync(NetworkStream stream, CancellationToken stop)
    {
        var request = new byte[RequestLength];
        try
        {
            while (await stream.ReadAtLeastAsync(request, RequestLength, throwOnEndOfStream: false, stop) == RequestLength)
            {
                int count = 2 * BinaryPrimitives.ReadUInt16BigEndian(request.AsSpan(10));
                if (count > 250) continue;
                byte[] answer = [.. request[..4], 0, (byte)(3 + count), request[6], request[7], (byte)count, .. new byte[count]];
                await stream.WriteAsync(answer, stop);
            }
        }
        catch (IOException)
        {
            // The client has gone.
        }
    }
}
