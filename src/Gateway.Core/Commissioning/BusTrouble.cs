using Gateway.Core.Documents;

namespace Gateway.Core.Commissioning;

/// <summary>Something that went wrong on a bus, told as a technician needs it: what was tried, what was heard, what is likely, what to do next.</summary>
/// <param name="Kind">Its code, and what <c>explain</c> says of it.</param>
/// <param name="Arguments">What fills the kind's numbered places.</param>
internal sealed record BusTrouble(ProblemKind Kind, IReadOnlyList<Wording> Arguments)
{
    /// <summary>Line settings, function and registers, and the bytes sent.</summary>
    public Wording? Tried { get; init; }

    /// <summary>What came back.</summary>
    public Wording? Heard { get; init; }

    /// <summary>The likeliest first.</summary>
    public IReadOnlyList<Wording> Likely { get; init; } = [];

    /// <summary>Commands to type; none when the kind's own help says it all.</summary>
    public IReadOnlyList<string> Next { get; init; } = [];

    /// <summary>What is said of bytes that came.</summary>
    /// <param name="shown">The bytes, or the part of them that is shown.</param>
    public static Wording HeardOf(int count, string shown) => count == 0
        ? ("0 bytes, not even noise", "0 字节，连干扰也没有")
        : ($"{count} {(count == 1 ? "byte" : "bytes")}     RX {shown}", $"{count} 字节     RX {shown}");

    public string Message(string language) => Kind.Message.Filled(Arguments).In(language);

    public string Help(string language) => Kind.Help.Filled(Arguments).In(language);

    /// <summary>Message and labelled lines, each ending with a line feed.</summary>
    public string Text(string language)
    {
        List<string> lines = [$"{ProblemText.Severity(Kind.Severity).In(language)}[{Kind.Code}]{new Wording(": ", "：").In(language)}{Message(language)}"];
        Add(lines, ("tried", "已试"), Tried?.In(language), language);
        Add(lines, ("heard", "收到"), Heard?.In(language), language);
        Add(lines, ("likely", "可能"), string.Join("   ", Likely.Select((cause, at) => $"{at + 1} {cause.In(language)}")), language);
        Add(lines, ("help", "建议"), Next.Count == 0 || Tried is null ? Help(language) : null, language);
        foreach (string command in Next) Add(lines, ("next", "下一步"), command, language);
        return string.Concat(lines.Select(line => line + "\n"));
    }

    private static void Add(List<string> lines, Wording label, string? text, string language)
    {
        const int Column = 8;
        if (string.IsNullOrEmpty(text)) return;
        string word = label.In(language);
        lines.Add($"   {word}{new string(' ', Math.Max(1, Column - DisplayWidth.Of(word)))}{text}");
    }
}
