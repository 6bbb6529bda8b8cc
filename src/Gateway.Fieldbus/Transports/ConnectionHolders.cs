using System.Globalization;
using System.Net;
using Gateway.Fieldbus.Serial;

namespace Gateway.Fieldbus.Transports;

/// <summary>Finds out which programs are connected to an endpoint, from /proc. Another user's programs are seen by root only.</summary>
/// <param name="root">The file system's root; another one for tests.</param>
public sealed class ConnectionHolders(string root = "/")
{
    // Columns of /proc/net/tcp and its like, proc_net_tcp(5).
    private const int Remote = 2, State = 3, Inode = 9;
    private const string Established = "01";

    private static readonly string[] _tables = ["tcp", "tcp6", "udp", "udp6"];

    private readonly ProcessFiles _files = new(root);

    /// <param name="address">Of the endpoint; a name is not looked up, for that would ask the network.</param>
    /// <returns>Each program once, without this one.</returns>
    public IReadOnlyList<PortHolder> Of(IPAddress address, int port)
    {
        HashSet<string> sockets = [.. _tables.SelectMany(table => SocketsTo(table, address, port))];
        return sockets.Count == 0 ? [] : _files.Holding(sockets.Contains);
    }

    private IEnumerable<string> SocketsTo(string table, IPAddress address, int port)
    {
        string file = Path.Combine(root, "proc", "net", table);
        if (!File.Exists(file)) yield break;
        string remote = Written(table.EndsWith('6') ? address.MapToIPv6() : address, port);
        foreach (string line in File.ReadLines(file).Skip(1))
        {
            string[] columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length > Inode && columns[Remote] == remote && columns[State] == Established) yield return $"socket:[{columns[Inode]}]";
        }
    }

    /// <summary>As the kernel writes it: 32 bits at a time in the machine's order, in hexadecimal digits.</summary>
    private static string Written(IPAddress address, int port) =>
        string.Concat(address.GetAddressBytes().Chunk(4).Select(four => BitConverter.ToUInt32(four).ToString("X8", CultureInfo.InvariantCulture)))
        + string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
}
