using System.Text;

namespace Gateway.Cli;

/// <summary>The screen in front of a person. There is none when the output goes into a pipe or a file.</summary>
internal sealed class Terminal : IDisposable
{
    // ECMA-48: cursor home, erase to the end of the line, erase to the end of the screen; DEC private modes 7 (wrapping), 25 (cursor)
    // and 1049 (alternate screen).
    private const string Home = "\e[H", EndOfLine = "\e[K", EndOfScreen = "\e[J", EnterScreen = "\e[?1049h\e[?25l\e[?7l",
        LeaveScreen = "\e[?7h\e[?25h\e[?1049l";

    /// <summary>Of a terminal that does not say how high it is, as on a serial console: what all of them have.</summary>
    private const int UsualHeight = 24;

    private readonly TextWriter _out;

    private Terminal(TextWriter output)
    {
        _out = output;
        _out.Write(EnterScreen);
        _out.Flush();
    }

    /// <summary>Whether colour may be used at all: https://no-color.org, and a terminal that has none.</summary>
    public static bool HasColour =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb";

    private static int Height => Console.WindowHeight is > 0 and var height ? height : UsualHeight;

    /// <summary>Takes the whole screen until disposed; null when there is none that could be redrawn.</summary>
    public static Terminal? Of(CommandContext context) =>
        ReferenceEquals(context.Out, Console.Out) && !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb"
            ? new Terminal(context.Out)
            : null;

    /// <summary>Draws over what stands there, line by line and in one piece, so that nothing flickers.</summary>
    public void Draw(IEnumerable<string> lines)
    {
        var text = new StringBuilder(Home);
        foreach (string line in lines.Take(Math.Max(1, Height - 1))) text.Append(line).Append(EndOfLine).Append("\r\n");
        _out.Write(text.Append(EndOfScreen));
        _out.Flush();
    }

    /// <summary>Whether q was typed since the last time.</summary>
    public static bool IsQuitTyped()
    {
        while (!Console.IsInputRedirected && Console.KeyAvailable)
            if (Console.ReadKey(intercept: true).KeyChar is 'q' or 'Q') return true;
        return false;
    }

    public void Dispose()
    {
        _out.Write(LeaveScreen);
        _out.Flush();
    }
}
