using System.Globalization;

namespace Gateway.Faults.Storing;

/// <summary>How the writing process works: given to it on its command line as <c>key=value</c>.</summary>
/// <param name="Folder">The data folder, on the disk that is to suffer.</param>
/// <param name="Ledger">The file on another disk that takes every answer "stored" the moment it is given.</param>
internal sealed record WriterSettings(string Folder, string Ledger)
{
    /// <summary>Longest wait of a group.</summary>
    public TimeSpan CommitEvery { get; init; } = TimeSpan.FromMilliseconds(20);

    public long MaximumBytes { get; init; } = 64L << 20;

    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(30);

    /// <summary>A scan of twenty readings so often.</summary>
    public TimeSpan ScanEvery { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>An alarm transition so often.</summary>
    public TimeSpan EventEvery { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>SQLite's synchronous=NORMAL, which does not sync at a commit. Only this program can do so, to show that the suite notices it.</summary>
    public bool IsWeak { get; init; }

    public static WriterSettings Parse(IEnumerable<string> words)
    {
        var values = words.Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return new WriterSettings(values["folder"], values["ledger"])
        {
            CommitEvery = Milliseconds(values["commit"]),
            MaximumBytes = long.Parse(values["maximum"], CultureInfo.InvariantCulture),
            Keep = Milliseconds(values["keep"]),
            ScanEvery = Milliseconds(values["scan"]),
            EventEvery = Milliseconds(values["event"]),
            IsWeak = bool.Parse(values["weak"]),
        };
    }

    public IReadOnlyList<string> Words() =>
    [
        $"folder={Folder}", $"ledger={Ledger}", $"commit={CommitEvery.TotalMilliseconds}", $"maximum={MaximumBytes}", $"keep={Keep.TotalMilliseconds}",
        $"scan={ScanEvery.TotalMilliseconds}", $"event={EventEvery.TotalMilliseconds}", $"weak={IsWeak}",
    ];

    private static TimeSpan Milliseconds(string text) => TimeSpan.FromMilliseconds(double.Parse(text, CultureInfo.InvariantCulture));
}
