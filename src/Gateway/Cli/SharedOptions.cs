using System.CommandLine;

namespace Gateway.Cli;

/// <summary>Options that mean the same on every verb.</summary>
internal static class SharedOptions
{
    private const string InstalledSite = "/etc/envgw/site.yaml";

    public static VerbOption<string?> Language { get; } =
        new("--lang", ("Language of messages: en or zh-CN (default: from the environment).", "消息语言：en 或 zh-CN（默认取自环境变量）。"), "en|zh-CN", "en", "zh", "zh-CN",
            "zh_CN")
        {
            Recursive = true,
        };

    public static VerbOption<bool> Json { get; } = new("--json", ("Print the result as JSON.", "以 JSON 输出结果。")) { Recursive = true };

    /// <summary>How a result is written.</summary>
    public static VerbOption<string?> Output { get; } = Recursively(BusOptions.Aliased<string?>(
        "--output", "-o", ("Form of the result; csv and jsonl have a line for each row.", "结果的形式；csv 和 jsonl 每行一条。"), "table|json|jsonl|csv",
        "table", "text", "json", "jsonl", "csv"));

    public static VerbOption<bool> Quiet { get; } =
        Recursively(BusOptions.Aliased<bool>("--quiet", "-q", ("Only the result and errors: no progress, no hints.", "只输出结果和错误，不显示进度和提示。")));

    public static VerbOption<bool> Verbose { get; } = Recursively(BusOptions.Aliased<bool>(
        "--verbose", "-v", ("Say on the error stream what is done: files, what is asked of the service, frames sent and heard, how it ended.",
            "在错误流中说明所做的事：读取的文件、向服务的询问、收发的报文和结果。")));

    public static VerbOption<bool> NoInput { get; } = Recursively(new VerbOption<bool>(
        "--no-input", ("Ask nothing: what needs a yes is left undone without --yes.", "不询问：需要确认的操作，无 --yes 则不执行。")));

    /// <summary>A text, because a wrong one is told with how it is written rightly.</summary>
    public static VerbOption<string?> Timeout { get; } = Recursively(new VerbOption<string?>(
        "--timeout", ("How long an answer may take, of a device, the service or a broker, such as 500ms.", "设备、服务或 MQTT 服务器的应答超时，例如 500ms。"), "SPAN"));

    public static VerbOption<bool> NoColour { get; } = new("--no-color",
        ("No colour; so do NO_COLOR and TERM=dumb.", "不使用颜色；NO_COLOR 和 TERM=dumb 亦然。")) { Recursive = true };

    /// <summary>Whether a verb says its result as JSON. Rows are made of it, unless the verb writes rows itself.</summary>
    public static bool IsJson(ParseResult parsed) =>
        parsed.GetValue(Json) || FormOf(parsed) is "json" || (FormOf(parsed) is "jsonl" or "csv"
            && parsed.CommandResult.Command is not Verb { WritesRows: true });

    /// <summary>The form asked for; null for none, or a wrong one.</summary>
    public static string? FormOf(ParseResult parsed) => parsed.GetResult(Output)?.Tokens is [var token, ..] ? token.Value : null;

    private static VerbOption<T> Recursively<T>(VerbOption<T> option)
    {
        option.Recursive = true;
        return option;
    }

    /// <summary>The site file: as given, else the installed one, else the one in this folder.</summary>
    public static VerbOption<string> Config { get; } =
        new("--config", ($"The site file (default: {InstalledSite}, else ./site.yaml).", $"站点文件（默认 {InstalledSite}，否则 ./site.yaml）。"), "site.yaml")
        {
            DefaultValueFactory = _ => File.Exists(InstalledSite) ? InstalledSite : "site.yaml",
        };
}
