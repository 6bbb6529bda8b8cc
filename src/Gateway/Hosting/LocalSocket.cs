using System.Net.Sockets;
using System.Text;
using Gateway.Core.Site;

namespace Gateway.Hosting;

/// <summary>Where commands on the same box reach the running service: a Unix socket that only its user and group may open.</summary>
internal static class LocalSocket
{
    private const string Name = "envgw.sock";

    /// <summary>Where an installed service has it.</summary>
    public static string Installed { get; } = Path.Combine("/run/envgw", Name);

    /// <summary>unix(7): 108 bytes with the closing zero.</summary>
    private const int LongestPath = 107;

    /// <summary>Bytes that the path of its folder may have.</summary>
    public static int LongestFolder => LongestPath - Name.Length - 1;

    /// <summary>Where the service listens: systemd's runtime folder when there is one, else the data folder.</summary>
    public static string ServerPath(SiteModel site) =>
        Path.Combine(Environment.GetEnvironmentVariable("RUNTIME_DIRECTORY") is { Length: > 0 } runtime ? runtime : site.Buffer.Path, Name);

    /// <summary>Where a service that was started by hand has it.</summary>
    public static string InDataFolder(SiteModel site) => Path.Combine(site.Buffer.Path, Name);

    /// <summary>Where a command looks for the service: in the data folder, else where an installed service has it.</summary>
    public static string ClientPath(SiteModel site) => ClientPath(site.Buffer.Path);

    public static string ClientPath(string dataFolder)
    {
        string own = Path.Combine(dataFolder, Name);
        return File.Exists(own) || !File.Exists(Installed) ? own : Installed;
    }

    /// <summary>Whether the path can be the name of a socket at all.</summary>
    public static bool IsPossible(string path) => Encoding.UTF8.GetByteCount(path) <= LongestPath;

    /// <summary>An HTTP client whose requests all go to the service's socket.</summary>
    public static HttpClient Client(string path) => new(new SocketsHttpHandler { ConnectCallback = (_, cancel) => ConnectAsync(path, cancel) })
    {
        BaseAddress = new Uri("http://envgw"),
    };

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }
}
