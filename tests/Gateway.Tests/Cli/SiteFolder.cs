using Gateway.Testing;

namespace Gateway.Tests.Cli;

/// <summary>A folder with a site file whose devices are nowhere and whose buffer is beside it.</summary>
internal sealed class SiteFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SiteFolder(int port = 1, string more = "")
    {
        BufferFolder = _folder["buffer"];
        SiteFile = _folder.Write("site.yaml", Text(BufferFolder, port, more));
    }

    public string SiteFile { get; }

    public string BufferFolder { get; }

    /// <summary>The full path of a file or folder in here.</summary>
    public string this[string name] => _folder[name];

    public static string Text(string buffer, int port = 1, string more = "") =>
        $$"""
        site: { id: bench, name: { en: Bench, zh: 试验台 }, timezone: Asia/Shanghai }
        buses: { line: { connect: "tcp://127.0.0.1:{{port}}" } }
        devices:
          outlet:
            profile: water/endress-hauser-liquiline-cm44x
            bus: line
            channels: { ai1: turbidity }
            every: 200ms
            alarms: { turbidity: { high: 0.8, deadband: 0.05, on_delay: 5s, priority: 2 } }
        {{more}}
        buffer: { path: {{buffer}}, keep: 1d, maximum: 64MB, commit_every: 200ms }
        """;

    public string Write(string name, string text) => _folder.Write(name, text);

    public void Dispose() => _folder.Dispose();
}
