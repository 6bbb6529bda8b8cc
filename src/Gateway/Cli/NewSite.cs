using System.Text.RegularExpressions;

namespace Gateway.Cli;

/// <summary>The site file that a first device begins: this machine's name and zone, no bus and no device yet.</summary>
internal static class NewSite
{
    private const string InstalledFolder = "/etc/envgw";

    /// <summary>The text, into which the first bus and device are inserted.</summary>
    /// <param name="file">Where it will be: the data of an installed site lie where a service keeps them, those of any other beside the file.</param>
    public static string Text(string file) => Text(file, Environment.MachineName, TimeZoneInfo.Local.Id);

    /// <param name="machine">Its host name.</param>
    /// <param name="zone">An IANA zone.</param>
    public static string Text(string file, string machine, string zone)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/";
        string data = folder == InstalledFolder ? "/var/lib/envgw" : Path.Combine(folder, "data");
        string timezone = zone.Contains('/', StringComparison.Ordinal) ? zone : "UTC";
        return $$"""
            # What hangs on which bus. Check it with: envgw check
            site: { id: {{IdOf(machine)}}, timezone: {{timezone}} }
            buses:
            devices:
            buffer: { path: "{{data}}" }

            """.ReplaceLineEndings("\n");
    }

    /// <summary>A host name as an identifier: lower case letters, digits and hyphens (schema of the site file).</summary>
    private static string IdOf(string machine)
    {
        string id = Regex.Replace(machine.ToLowerInvariant(), "[^a-z0-9]+", "-").Trim('-');
        return id.Length == 0 ? "gateway" : id[..Math.Min(id.Length, 64)].TrimEnd('-');
    }
}
