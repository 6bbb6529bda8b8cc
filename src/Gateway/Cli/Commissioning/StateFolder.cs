using System.Text;

namespace Gateway.Cli.Commissioning;

/// <summary>Where a person's last results are kept, so that the next command can say <c>last</c> (XDG Base Directory Specification 0.8).</summary>
internal static class StateFolder
{
    /// <summary><c>$XDG_STATE_HOME/envgw</c>, usually <c>~/.local/state/envgw</c>.</summary>
    public static string Path => System.IO.Path.Combine(
        Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state && System.IO.Path.IsPathRooted(state)
            ? state
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"),
        "envgw");

    public static string LastScan => System.IO.Path.Combine(Path, "last-scan.json");

    public static string LastFind => System.IO.Path.Combine(Path, "last-find.json");

    /// <summary>Whole or not at all. That a result cannot be kept is said, and nothing else fails for it.</summary>
    public static void Keep(CommandContext context, string file, string text)
    {
        try
        {
            Directory.CreateDirectory(Path);
            string beside = $"{file}.{Environment.ProcessId}";
            File.WriteAllText(beside, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(beside, file, overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            context.Error.WriteLine(context.Say($"warning: the result could not be kept for later: {refused.Message}", $"警告：结果未能保存：{refused.Message}"));
        }
    }

    /// <returns>Null when there is none that can be read.</returns>
    public static string? TryRead(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file) : null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
