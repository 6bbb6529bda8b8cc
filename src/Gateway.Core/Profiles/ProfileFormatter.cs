using Gateway.Core.Documents;

namespace Gateway.Core.Profiles;

/// <summary>Writes profiles the usual way.</summary>
public static class ProfileFormatter
{
    /// <summary>The text of a profile as it is usually written.</summary>
    /// <param name="problems">What is wrong with the text; then it is left alone.</param>
    /// <returns>Null when the text has mistakes, or cannot be rewritten without changing what it says.</returns>
    public static string? Format(string fileName, ReadOnlyMemory<byte> bytes, out IReadOnlyList<Problem> problems)
    {
        var found = new ProblemList();
        var document = DocumentReader.Read(fileName, bytes, found);
        problems = found.Sorted();
        return document?.Root is not MapNode root || root.Find("profile") is null || found.HasErrors
            ? null
            : DocumentFormatter.Format(document, ProfileShape.File);
    }
}
