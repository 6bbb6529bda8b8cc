namespace Gateway.Faults.Storing;

/// <summary>A message that was called stored.</summary>
/// <param name="Crc">CRC-32C of its body.</param>
/// <param name="Number">Its place in the ledger, from 1.</param>
/// <param name="At">When it was called so.</param>
internal readonly record struct LedgerEntry(uint Crc, int Number, DateTimeOffset At);
