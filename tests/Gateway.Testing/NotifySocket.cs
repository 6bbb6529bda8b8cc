using System.Net.Sockets;
using System.Text;

namespace Gateway.Testing;

/// <summary>The service manager's end of sd_notify: a real datagram socket.</summary>
public sealed class NotifySocket : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly string? _folder;

    /// <param name="isAbstract">In the abstract namespace (unix(7)) instead of the file system.</param>
    public NotifySocket(bool isAbstract = false)
    {
        string name = $"envgw-{Guid.NewGuid():N}";
        if (!isAbstract) _folder = Directory.CreateTempSubdirectory("envgw-").FullName;
        Path = isAbstract ? $"@{name}" : System.IO.Path.Combine(_folder!, name);
        _socket.Bind(new UnixDomainSocketEndPoint(isAbstract ? $"\0{name}" : Path));
    }

    /// <summary>As NOTIFY_SOCKET gives it.</summary>
    public string Path { get; }

    public bool HasMessage => _socket.Available > 0;

    /// <summary>The next datagram.</summary>
    public async Task<string> ReceiveAsync()
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        byte[] message = new byte[4096];
        int length = await _socket.ReceiveAsync(message.AsMemory(), patience.Token);
        return Encoding.UTF8.GetString(message, 0, length);
    }

    public void Dispose()
    {
        _socket.Dispose();
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
    }
}
