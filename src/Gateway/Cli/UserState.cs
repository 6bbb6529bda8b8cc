using System.Text;

namespace Gateway.Cli;

/// <summary>What commands keep for one another between runs (XDG Base Directory Specification 0.8).</summary>
internal static class UserState
{
    /// <summary>The person's own folder for this program; need not exist yet.</summary>
    public static string Folder
    {
        get
        {
            string? state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
            // A relative path is to be ignored, says the specification.
            if (string.IsNullOrEmpty(state) || !Path.IsPathRooted(state))
                state = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
            return Path.Combine(state, "envgw");
        }
    }

    /// <summary>What <c>envgw find</c> has located last: JSON, schema <c>envgw.find/1</c>.</summary>
    public static string LastFind => Path.Combine(Folder, "last-find.json");

    /// <summary>What <c>envgw bus scan</c> has found last: JSON, schema <c>envgw.scan/1</c>.</summary>
    public static string LastScan => Path.Combine(Folder, "last-scan.json");

    /// <summary>Keeps a result for the next command, whole or not at all. That it cannot be kept is said, and nothing else fails for it.</summary>
    public static void Keep(CommandContext context, string file, string text)
    {
        try
        {
            Directory.CreateDirectory(Folder);
            string beside = $"{file}.{Environment.ProcessId}";
            File.WriteAllText(beside, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(beside, file, overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            context.Warn(($"the result could not be kept for later: {refused.Message}", $"结果未能保存：{refused.Message}"));
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
