namespace Gateway.Cli;

/// <summary>Options that mean the same on every verb.</summary>
internal static class SharedOptions
{
    private const string InstalledSite = "/etc/envgw/site.yaml";

    public static VerbOption<string?> Language { get; } =
        new("--lang", ("Language of messages: en or zh-CN (default: from the environment).", "消息语言：en 或 zh-CN（默认取自环境变量）。"), "en|zh-CN", "en", "zh", "zh-CN", "zh_CN")
        {
            Recursive = true,
        };

    public static VerbOption<bool> Json { get; } = new("--json", ("Print the result as JSON.", "以 JSON 输出结果。")) { Recursive = true };

    /// <summary>The site file: as given, else the installed one, else the one in this folder.</summary>
    public static VerbOption<string> Config { get; } =
        new("--config", ($"The site file (default: {InstalledSite}, else ./site.yaml).", $"站点文件（默认 {InstalledSite}，否则 ./site.yaml）。"), "site.yaml")
        {
            DefaultValueFactory = _ => File.Exists(InstalledSite) ? InstalledSite : "site.yaml",
        };
}
