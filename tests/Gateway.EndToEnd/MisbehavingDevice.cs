using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Gateway.EndToEnd;

/// <summary>A Modbus TCP server that can be told to misbehave. When it behaves, each register holds what it held at the beginning.</summary>
internal sealed class MisbehavingDevice : IAsyncDisposable
{
    private const int HeaderLength = 7;

    private readonly ushort[] _registers = new ushort[64];
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;
    private volatile Misbehaviour _misbehaviour;

    /// <param name="turbidity">As in the probe's profile, low word first.</param>
    public MisbehavingDevice(float turbidity)
    {
        uint bits = BitConverter.SingleToUInt32Bits(turbidity);
        (_registers[Sites.TurbidityAddress], _registers[Sites.TurbidityAddress + 1]) = ((ushort)bits, (ushort)(bits >> 16));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>From the next request on.</summary>
    public void Do(Misbehaviour misbehaviour) => _misbehaviour = misbehaviour;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        await Task.WhenAll(_connections);
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await AnswerAsync(client.GetStream());
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The client has left, or the test is over.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        byte[] late = [];
        while (true)
        {
            byte[] request = new byte[HeaderLength + 5];
            await stream.ReadExactlyAsync(request, _stop.Token);
            var misbehaviour = _misbehaviour;
            if (misbehaviour == Misbehaviour.HangsUp) return;
            byte[] answer = Answer(request, misbehaviour);
            if (misbehaviour == Misbehaviour.Lateness) (late, answer) = (answer, late);
            await stream.WriteAsync(answer, _stop.Token);
        }
    }

    /// <summary>Modbus Messaging on TCP/IP V1.0b, section 3.1.3; Application Protocol V1.1b3, section 6.3.</summary>
    private byte[] Answer(byte[] request, Misbehaviour misbehaviour)
    {
        int address = BinaryPrimitives.ReadUInt16BigEndian(request.AsSpan(8)), quantity = BinaryPrimitives.ReadUInt16BigEndian(request.AsSpan(10));
        if (misbehaviour == Misbehaviour.TooMuch) quantity += 2;
        byte function = request[7];
        byte[] pdu = misbehaviour switch
        {
            Misbehaviour.RefusedAddress => [(byte)(function | 0x80), 0x02],
            Misbehaviour.Busy => [(byte)(function | 0x80), 0x06],
            _ => [function, (byte)(quantity * 2), .. Enumerable.Range(address, quantity).SelectMany(at => _registers[at].Bytes())],
        };
        byte[] answer = [request[0], request[1], 0, 0, 0, (byte)(pdu.Length + 1), request[6], .. pdu];
        switch (misbehaviour)
        {
            case Misbehaviour.Silence: return [];
            case Misbehaviour.Garbage: return [0xDE, 0xAD, 0xBE, 0xEF, 0x00, 0x01, 0x02, 0x03, 0x04];
            case Misbehaviour.WrongUnit: answer[6]++; break;
            case Misbehaviour.WrongTransaction: answer[1]++; break;
            case Misbehaviour.TooShort: return answer[..^2];
        }
        return answer;
    }
}
