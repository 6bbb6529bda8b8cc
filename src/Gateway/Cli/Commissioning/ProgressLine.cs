using System.Globalization;
using Gateway.Core.Documents;

namespace Gateway.Cli.Commissioning;

/// <summary>One line on the error stream that is written over as work goes on; nothing at all when nobody looks at a terminal.</summary>
internal sealed class ProgressLine(CommandContext context)
{
    private const int BarWidth = 10;

    private readonly bool _isSeen = context.IsTalkative && ReferenceEquals(context.Error, Console.Error) && !Console.IsErrorRedirected
        && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb";

    private int _width;

    public void Show(string text)
    {
        if (!_isSeen) return;
        int width = DisplayWidth.Of(text);
        context.Error.Write($"\r{text}{new string(' ', Math.Max(0, _width - width))}");
        _width = width;
    }

    /// <summary>Makes room for a line of another kind.</summary>
    public void Clear()
    {
        if (_isSeen && _width > 0) context.Error.Write($"\r{new string(' ', _width)}\r");
        _width = 0;
    }

    /// <summary><c>pass 2/3  9600-8N1, addresses 17-247  92/231  ████        18 s left</c></summary>
    public static string Text(CommandContext context, string what, int made, int all, TimeSpan left)
    {
        int full = all == 0 ? BarWidth : made * BarWidth / all;
        string bar = new string('█', full) + new string(' ', BarWidth - full);
        string seconds = string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(left.TotalSeconds):0} s");
        string rest = made == all ? "" : context.Say($"{seconds} left   Ctrl-C keeps results", $"剩余 {seconds}   Ctrl-C 保留结果");
        return $"  {what}  {made}/{all}  {bar}  {rest}".TrimEnd();
    }
}
