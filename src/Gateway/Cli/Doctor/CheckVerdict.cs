namespace Gateway.Cli.Doctor;

/// <summary>What a check found.</summary>
internal enum CheckVerdict
{
    Ok,

    /// <summary>Works, but not for ever or not everywhere.</summary>
    Warning,

    /// <summary>Does not work.</summary>
    Problem,

    /// <summary>Not looked at; the text says why.</summary>
    Skipped,
}
