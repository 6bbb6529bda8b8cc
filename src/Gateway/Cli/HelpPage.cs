using System.CommandLine;
using System.CommandLine.Help;
using System.Text;
using Gateway.Core.Documents;

namespace Gateway.Cli;

/// <summary>The help of a verb in one language: what it is for, examples first, then its grammar.</summary>
internal static class HelpPage
{
    private static readonly Wording _help = ("Show this help.", "显示本帮助。");
    private static readonly Wording _version = ("Show the version of envgw.", "显示 envgw 的版本。");

    private static readonly Wording _exitCodes = (
        "Exit codes: 0 fine, 1 ran and found problems, 2 wrong usage, 3 configuration invalid, 4 no answer, 5 device error, 6 permission, "
            + "7 service not reachable, 8 port or folder busy, 130 interrupted.",
        "退出码：0 正常，1 已运行但发现问题，2 用法错误，3 配置无效，4 无应答，5 设备返回错误，6 权限不足，7 无法连接服务，8 端口或文件夹被占用，130 已中断。");

    public static string Render(Command command, string language)
    {
        var text = new StringBuilder();
        text.AppendLine(MeaningOf(command).In(language));
        Section(text, ("Examples", "示例"), language, ExamplesOf(command).Select(e => (e.CommandLine, e.Meaning)));
        text.AppendLine().AppendLine($"{new Wording("Usage: ", "用法：").In(language)}{UsageOf(command)} [{new Wording("options", "选项").In(language)}]");
        Section(text, ("Verbs", "命令"), language, command.Subcommands.Select(c => ($"{c.Name}{ArgumentsOf(c)}", MeaningOf(c))));
        Section(text, ("Arguments", "参数"), language, command.Arguments.Select(a => (a.Name, MeaningOf(a))));
        Section(text, ("Options", "选项"), language, OptionsOf(command).Select(o => (LabelOf(o), MeaningOf(o))));
        if (command is RootCommand) text.AppendLine().AppendLine(_exitCodes.In(language));
        return text.ToString();
    }

    /// <summary>The words that lead to a verb: <c>envgw alarm list</c>.</summary>
    public static string PathOf(Symbol command) =>
        command is not RootCommand && command.Parents.FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : "envgw";

    private static string UsageOf(Command command) =>
        $"{PathOf(command)}{(command.Subcommands.Count > 0 ? $" {string.Join('|', command.Subcommands.Select(c => c.Name))}" : "")}{ArgumentsOf(command)}";

    private static string ArgumentsOf(Command command) => string.Concat(command.Arguments.Select(a => a.Arity switch
    {
        { MinimumNumberOfValues: 0, MaximumNumberOfValues: 1 } => $" [{a.Name}]",
        { MinimumNumberOfValues: 0 } => $" [{a.Name}…]",
        _ => $" {a.Name}",
    }));

    private static void Section(StringBuilder text, Wording heading, string language, IEnumerable<(string Label, Wording Meaning)> rows)
    {
        var table = new TextTable();
        foreach (var (label, meaning) in rows) table.Add($"  {label}", meaning.In(language));
        if (table.Count > 0) text.AppendLine().AppendLine($"{heading.In(language)}{new Wording(":", "：").In(language)}").Append(table);
    }

    private static IEnumerable<Example> ExamplesOf(Command command) =>
        command switch
    {
        Verb { Examples.Count: > 0 } verb => verb.Examples,
        RootCommand => command.Subcommands.SelectMany(thing => ExamplesOf(thing).Take(2)),
        // A thing shows the first of each of its verbs.
        _ => command.Subcommands.SelectMany(verb => ExamplesOf(verb).Take(1)),
    };

    /// <summary>Its own, then those that every verb has.</summary>
    private static IEnumerable<Option> OptionsOf(Command command)
    {
        var own = command.Options.Where(o => !o.Recursive && !o.Hidden);
        for (var at = command; at is not null; at = at.Parents.OfType<Command>().FirstOrDefault())
            own = own.Concat(at.Options.Where(o => o.Recursive && !o.Hidden));
        return own;
    }

    private static string LabelOf(Option option) => option switch
    {
        HelpOption => "-h, --help",
        _ => string.Join(", ", [.. option.Aliases.Order(StringComparer.Ordinal).Where(alias => alias != option.Name), option.Name])
            + (option.HelpName is { } value ? $" {value}" : ""),
    };

    private static Wording MeaningOf(Symbol symbol) => symbol switch
    {
        IExplained explained => explained.Meaning,
        HelpOption => _help,
        VersionOption => _version,
        RootCommand => CommandTree.Meaning,
        _ => throw new ArgumentException($"{symbol.Name} is not explained in both languages", nameof(symbol)),
    };
}
