namespace Gateway.Cli.Commissioning;

/// <summary>What a finding is called in a table.</summary>
internal static class ScanWords
{
    public static string Answer(CommandContext context, ScanFinding finding) => finding.Answer switch
    {
        "damaged" => context.Say("bytes, bad CRC", "有字节，校验错误"),
        "foreign" => context.Say("another frame", "其他报文"),
        _ when finding.Input is null || finding.Holding == finding.Input && finding.Holding != "ok" => Word(context, finding.Holding),
        _ => $"FC03 {Word(context, finding.Holding)}{context.Say(", ", "，")}FC04 {Word(context, finding.Input)}",
    };

    /// <summary>A function's answer as JSON has it, such as <c>exception 02</c>, in the language of messages.</summary>
    private static string Word(CommandContext context, string answer) => answer switch
    {
        "silence" => context.Say("silence", "无应答"),
        "damaged" => context.Say("damaged", "已损坏"),
        "foreign" => context.Say("foreign", "其他报文"),
        _ => context.Say(answer, answer.Replace("exception", "异常码", StringComparison.Ordinal)),
    };

    public static string Likeness(CommandContext context, ScanFinding finding)
    {
        if (finding.LooksLike is [var likeness, ..])
        {
            string[] others = [.. finding.LooksLike.Skip(1).Take(2).Select(other => other.Profile)];
            string more = others.Length == 0 ? "" : context.Say($", or {string.Join(", ", others)}", $"，或 {string.Join("、", others)}");
            return context.Say(
                $"{likeness.Profile} {likeness.Label} ({likeness.Agreed} of {likeness.Checks} checks){more}",
                $"{likeness.Profile} {likeness.LabelZh}（{likeness.Checks} 项检查中 {likeness.Agreed} 项相符）{more}");
        }
        if (finding.Identification is { } said) return context.Say($"says: {said}", $"自称：{said}");
        return finding.Answer switch
        {
            "damaged" => context.Say("another parity, or two devices on one address", "校验位不同，或两台设备地址冲突"),
            "foreign" => context.Say("another client talks here", "线路上有其他主站"),
            "refused" => context.Say("a device, but register 0 is not there", "有设备，但没有寄存器 0"),
            _ => context.Say("a device without a profile", "有设备，暂无模板"),
        };
    }
}
