using Gateway.Fieldbus.Transports;

namespace Gateway.Fieldbus.Scales;

/// <summary>What a scale said, or why there is nothing.</summary>
/// <param name="Outcome">Ok, or why there is no report.</param>
/// <param name="Report">What it weighs when Ok, its code when Refused; else default.</param>
/// <param name="ReceivedAt">UTC wall time when the last byte of the frame had arrived, or when the client gave up.</param>
/// <param name="Detail">For a person: what was wrong; null when Ok.</param>
public readonly record struct ScaleAnswer(ScaleOutcome Outcome, WeightReport Report, DateTimeOffset ReceivedAt, string? Detail)
{
    /// <summary>For <see cref="ScaleOutcome.NoConnection"/>, the class of the trouble, where the transport told one; else null.</summary>
    public TransportFault? Fault { get; init; }

    /// <summary>Of a stream: whether the load was at rest when the report came, by its own word or by the settings' rule; null when nobody can say.</summary>
    public bool? IsAtRest { get; init; }

    public bool IsOk => Outcome == ScaleOutcome.Ok;
}
