namespace Gateway.Core.Buffering;

/// <summary>What is wrong with the store.</summary>
public enum StoreFault
{
    /// <summary>Another process holds the data folder.</summary>
    Busy,

    /// <summary>The folder is missing and cannot be made, or we may not write there.</summary>
    Forbidden,

    /// <summary>No room, or our own quota is reached.</summary>
    Full,

    /// <summary>The disk reported an error.</summary>
    InputOutput,

    /// <summary>The file is not what it should be.</summary>
    Damaged,

    /// <summary>Written by a newer version of the program.</summary>
    TooNew,
}
