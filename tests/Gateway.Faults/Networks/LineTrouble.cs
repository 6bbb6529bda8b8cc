namespace Gateway.Faults.Networks;

/// <summary>What a line does to a connection. Bytes are counted from its beginning; null and zero mean never.</summary>
internal sealed record LineTrouble
{
    public static LineTrouble None { get; } = new();

    /// <summary>How long everything is under way, each direction.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Answers come a byte at a time.</summary>
    public bool SplitsAnswers { get; init; }

    /// <summary>So many bytes a second from the client, at most.</summary>
    public int? BytesPerSecond { get; init; }

    /// <summary>One bit of every so many bytes from the client comes out wrong.</summary>
    public int? FlipsBitEvery { get; init; }

    /// <summary>After so many bytes from the client the connection is reset.</summary>
    public int? ResetsAfter { get; init; }

    /// <summary>After so many bytes from the broker its answers are swallowed.</summary>
    public int? MutesAfter { get; init; }

    /// <summary>After so many bytes from the client nothing is taken any more.</summary>
    public int? StallsAfter { get; init; }
}
