namespace Gateway.Fieldbus.Modbus.Client;

/// <summary>What a search for the answer found.</summary>
/// <param name="PduLength">Length of the answer's PDU; 0 when there is none (yet).</param>
/// <param name="End">Bytes up to the end of the answer's frame.</param>
/// <param name="Damaged">Whether a frame was there that would be the answer, had it a good check sum.</param>
internal readonly record struct SearchResult(int PduLength, int End, bool Damaged)
{
    public bool IsFound => PduLength > 0;
}
