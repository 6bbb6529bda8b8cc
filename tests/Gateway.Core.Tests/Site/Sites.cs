using System.Text;
using Gateway.Core.Site;
using Gateway.Core.Tests.Documents;

namespace Gateway.Core.Tests.Site;

/// <summary>Compiles site texts against the shipped profiles, as if they lay in a folder without profiles of its own.</summary>
internal static class Sites
{
    private const string Folder = "/nonexistent/envgw";

    public static SiteCompilation Compile(string text, Func<string, string?>? variable = null) =>
        new SiteCompiler(Repository.Profiles, variable ?? (_ => null)).CompileText($"{Folder}/site.yaml", Encoding.UTF8.GetBytes(text));

    /// <summary>A site with one device, on a serial bus.</summary>
    /// <param name="device">What is said of it beyond its bus, in YAML's flow style without its braces.</param>
    public static SiteCompilation WithDevice(string name, string device) => Compile(
        $$"""
        site: { id: a }
        buses: { line: { port: /dev/ttyS0, serial: 9600-8N1 } }
        devices: { {{name}}: { bus: line, {{device}} } }
        buffer: { path: /nowhere }
        """);

    public static string Beside(string name) => Path.Combine(Folder, name);
}
