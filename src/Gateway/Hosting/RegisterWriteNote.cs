namespace Gateway.Hosting;

/// <summary>A write to a device by a command that has borrowed the bus, for the audit log.</summary>
/// <param name="Unit">Null for all devices of the line.</param>
/// <param name="Registers">As people write them.</param>
/// <param name="Old">What stood there; null when nobody can tell.</param>
/// <param name="New">What is written.</param>
/// <param name="State">begun before it is sent; then done, failed or differs.</param>
internal sealed record RegisterWriteNote(byte? Unit, string Registers, string? Old, string New, string State)
{
    public RegisterWriteNote Tame() => this with
    {
        Registers = LeaseRequest.Tame(Registers),
        Old = Old is null ? null : LeaseRequest.Tame(Old),
        New = LeaseRequest.Tame(New),
        State = LeaseRequest.Tame(State),
    };
}
