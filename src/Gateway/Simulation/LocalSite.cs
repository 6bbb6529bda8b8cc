using System.Net;
using System.Net.Sockets;
using Gateway.Core.Documents;
using Gateway.Core.Site;

namespace Gateway.Simulation;

/// <summary>
/// A copy of a site file whose buses and buffer lie in a folder and on loopback ports of this machine, so that a site made for real hardware can be played and
/// run anywhere. Its feeds are commented out: what is simulated is no platform's business.
/// </summary>
/// <param name="document">The site file; it has compiled.</param>
/// <param name="folder">Where ports and buffer will be; an absolute path.</param>
internal sealed class LocalSite(Document document, SiteModel site, string folder)
{
    /// <summary>What the copy begins with; a file that does not begin so is somebody's own.</summary>
    public const string Mark = "# Made by 'envgw sim run --local' of ";

    private readonly MapNode _root = (MapNode)document.Root;
    private readonly List<(TextSpan Span, string Text)> _edits = [];

    /// <summary>The copy's text.</summary>
    public string Text()
    {
        foreach (var bus in site.Buses) Move(bus, _root.Map("buses")!.Map(bus.Name)!);
        if (_root.Map("buffer")?.Scalar("path") is { } path) _edits.Add((path.Span, Quoted(Path.Combine(folder, "buffer"))));
        List<string> lines = [.. document.File.Lines];
        foreach (var (span, text) in _edits.OrderByDescending(edit => edit.Span.Line).ThenByDescending(edit => edit.Span.Column))
            lines[span.Line - 1] = lines[span.Line - 1][..(span.Column - 1)] + text + lines[span.Line - 1][(span.EndColumn - 1)..];
        CommentOutFeeds(lines);
        if (_root.Find("buffer") is null) lines.Add($"buffer: {{ path: {Quoted(Path.Combine(folder, "buffer"))} }}");
        return $"{Mark}{document.File.Name}\n{string.Join('\n', lines)}\n";
    }

    private void Move(BusModel bus, MapNode map)
    {
        if (map.Scalar("port") is { } port) _edits.Add((port.Span, Quoted(Path.Combine(folder, $"tty-{bus.Name}"))));
        if (map.Scalar("connect") is not { } connect) return;
        string scheme = connect.Text[..connect.Text.IndexOf("://", StringComparison.Ordinal)];
        _edits.Add((connect.Span, Quoted($"{scheme}://127.0.0.1:{FreePort(bus.Transport)}")));
    }

    private void CommentOutFeeds(List<string> lines)
    {
        if (_root.Find("feeds") is not { Key.Span.Column: 1 } feeds) return;
        int end = _root.Entries.Select(entry => entry.Key.Span.Line).Where(line => line > feeds.Key.Span.Line).DefaultIfEmpty(lines.Count + 1).Min();
        for (int line = feeds.Key.Span.Line; line < end; line++) lines[line - 1] = $"# {lines[line - 1]}";
    }

    private static string Quoted(string text) => $"\"{text}\"";

    private static int FreePort(BusTransport transport)
    {
        using var probe = transport == BusTransport.Udp
            ? new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
