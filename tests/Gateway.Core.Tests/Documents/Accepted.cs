namespace Gateway.Core.Tests.Documents;

/// <summary>
/// Compares a text with an accepted one in a file. With ENVGW_ACCEPT=1 in the environment the file is written instead, to be read in the diff.
/// </summary>
internal static class Accepted
{
    public static void Matches(string path, string actual)
    {
        if (Environment.GetEnvironmentVariable("ENVGW_ACCEPT") == "1") File.WriteAllText(path, actual);
        string expected = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        Assert.True(expected == actual, $"{Path.GetFileName(Path.GetDirectoryName(path))}/{Path.GetFileName(path)} is not what is shown now:\n{actual}");
    }
}
