namespace Gateway.Core.History;

/// <summary>Decides when history takes what has been stored: once an hour is over, or when so much waits that the buffer should not hold it longer.</summary>
internal static class HistorySchedule
{
    /// <summary>Messages that may wait: several hours at one a second, half a minute of a gateway that polls flat out.</summary>
    public const long MostWaiting = 20_000;

    /// <summary>Whether there may be something to take.</summary>
    /// <param name="takenAt">The open hours when it was last done; null when never since the start.</param>
    public static bool IsDue(OpenHours open, OpenHours? takenAt, long waiting) => takenAt?.First != open.First || waiting > MostWaiting;

    /// <summary>The hours to leave alone. None when too much waits, or when what is left alone keeps all else from being taken.</summary>
    public static OpenHours LeftAlone(OpenHours open, long waiting, bool isStuck) => waiting > MostWaiting || isStuck ? OpenHours.None : open;
}
