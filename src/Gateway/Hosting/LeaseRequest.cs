namespace Gateway.Hosting;

/// <summary>What a command says when it asks for a bus.</summary>
/// <param name="User">The person behind it.</param>
/// <param name="Command">What it is for.</param>
/// <param name="Seconds">For how long, unless renewed; the usual time when null.</param>
internal sealed record LeaseRequest(string User, string Command, double? Seconds = null)
{
    /// <summary>More of what a borrower says of itself is not repeated in logs and status.</summary>
    private const int LongestWord = 80;

    /// <summary>On one line, so that nobody writes lines of his own into the log.</summary>
    public static string Tame(string? word)
    {
        string line = new([.. (word ?? "").Take(LongestWord).Select(c => char.IsControl(c) ? ' ' : c)]);
        return line.Trim();
    }
}
