using System.CommandLine;

namespace Gateway.Cli;

/// <summary>Options that mean the same on every verb.</summary>
internal static class SharedOptions
{
    private const string InstalledSite = "/etc/envgw/site.yaml";

    public static Option<string?> Language { get; } = new("--lang")
    {
        Description = "Language of messages: en or zh-CN (default: from the environment).",
        Recursive = true,
    };

    public static Option<bool> Json { get; } = new("--json") { Description = "Print the result as JSON.", Recursive = true };

    /// <summary>The site file: as given, else the installed one, else the one in this folder.</summary>
    public static Option<string> Config { get; } = new("--config")
    {
        Description = $"The site file (default: {InstalledSite}, else ./site.yaml).",
        DefaultValueFactory = _ => File.Exists(InstalledSite) ? InstalledSite : "site.yaml",
        HelpName = "site.yaml",
    };
}
