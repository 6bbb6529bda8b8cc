namespace Gateway.Cli;

/// <summary>Who types the command.</summary>
internal static class Person
{
    /// <summary>The person behind a sudo, not root.</summary>
    public static string Name => Environment.GetEnvironmentVariable("SUDO_USER") is { Length: > 0 } person ? person : Environment.UserName;
}
