namespace Gateway.Fieldbus.Scales;

/// <summary>How a client listens to the scales of one bus.</summary>
public sealed record ScaleSettings
{
    /// <summary>How long an answer may take to begin; null as the protocol and the command need it.</summary>
    public TimeSpan? AnswerTime { get; init; }

    /// <summary>How long a stream may be without a good frame before that is told.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The most reports of a stream that are handed on, per second; 0 for all.</summary>
    public double MaximumRate { get; init; } = 5;

    /// <summary>When the load of a stream counts as at rest whose frames do not say; judged on every frame, also on those that are not handed on.</summary>
    public StabilityRule? Stability { get; init; }

    /// <summary>How long one character takes on a serial line; zero over a network. Added to each time-out for the bytes of command and answer.</summary>
    public TimeSpan CharacterTime { get; init; }

    /// <summary>After a failure, how long nothing may have come before the next command is sent.</summary>
    public TimeSpan QuietTime { get; init; } = TimeSpan.FromMilliseconds(50);
}
