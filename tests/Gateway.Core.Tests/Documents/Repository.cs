namespace Gateway.Core.Tests.Documents;

/// <summary>Where the repository's own files lie when tests run from a build folder.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Profiles { get; } = Path.Combine(Root, "firmware-profiles");

    public static string Cases(string name) => Path.Combine(Root, "tests", "Gateway.Core.Tests", name);

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Gateway.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("Gateway.sln");
    }
}
