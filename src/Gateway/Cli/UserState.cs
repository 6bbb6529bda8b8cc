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
}
