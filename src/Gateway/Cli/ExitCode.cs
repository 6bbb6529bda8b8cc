namespace Gateway.Cli;

/// <summary>What a verb tells the shell. The same numbers in every version.</summary>
internal static class ExitCode
{
    public const int Fine = 0;

    /// <summary>Ran, and found problems.</summary>
    public const int ProblemsFound = 1;

    public const int WrongUsage = 2;

    public const int ConfigurationInvalid = 3;

    /// <summary>No answer from bus, device or broker.</summary>
    public const int NoAnswer = 4;

    public const int DeviceError = 5;

    public const int PermissionDenied = 6;

    /// <summary>The gateway service cannot be reached.</summary>
    public const int ServiceNotReachable = 7;

    /// <summary>Port, file or data folder in use.</summary>
    public const int Busy = 8;

    public const int Interrupted = 130;
}
