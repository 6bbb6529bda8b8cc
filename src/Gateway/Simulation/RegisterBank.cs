using Gateway.Core.Profiles;

namespace Gateway.Simulation;

/// <summary>The registers and coils of one simulated unit. Who writes holds the gate for a whole scan, so that a reader never sees half of one.</summary>
/// <param name="sharesRegisters">Functions 03 and 04 read the same registers, as many devices do.</param>
internal sealed class RegisterBank(bool sharesRegisters)
{
    private readonly byte[][] _registers = [new byte[0x20000], new byte[0x20000]];
    private readonly bool[][] _bits = [new bool[0x10000], new bool[0x10000]];
    private readonly bool[][] _present = [new bool[0x10000], new bool[0x10000], new bool[0x10000], new bool[0x10000]];

    public Lock Gate { get; } = new();

    /// <summary>Makes addresses exist, with the value zero; a read that touches any other is refused with exception 02.</summary>
    public void Add(RegisterRange range) => _present[TableIndex(range.Table)].AsSpan(range.Address, range.Quantity).Fill(true);

    public bool Holds(RegisterRange range) => !_present[TableIndex(range.Table)].AsSpan(range.Address, range.Quantity).Contains(false);

    /// <summary>Registers as big-endian byte pairs, in place.</summary>
    public Span<byte> Registers(RegisterRange range) => _registers[TableIndex(range.Table) - 2].AsSpan(range.Address * 2, range.Quantity * 2);

    public void SetBit(RegisterTable table, int address, bool value) => _bits[(int)table][address] = value;

    /// <summary>Copies the data of a read answer.</summary>
    /// <returns>Its length in bytes.</returns>
    public int CopyTo(RegisterRange range, Span<byte> data)
    {
        if (!range.IsBits)
        {
            Registers(range).CopyTo(data);
            return range.Quantity * 2;
        }
        int length = (range.Quantity + 7) / 8;
        data[..length].Clear();
        for (int i = 0; i < range.Quantity; i++)
            if (_bits[(int)range.Table][range.Address + i]) data[i / 8] |= (byte)(1 << (i % 8));
        return length;
    }

    /// <summary>Stores what a write carries, as a device that takes it does.</summary>
    /// <param name="range">Addresses that exist.</param>
    /// <param name="bytes">Registers as big-endian byte pairs, coils packed.</param>
    public void Store(RegisterRange range, ReadOnlySpan<byte> bytes)
    {
        if (!range.IsBits) bytes.CopyTo(Registers(range));
        else
            for (int i = 0; i < range.Quantity; i++) SetBit(range.Table, range.Address + i, ((bytes[i / 8] >> (i % 8)) & 1) != 0);
    }

    private int TableIndex(RegisterTable table) => sharesRegisters && table == RegisterTable.HoldingRegister ? (int)RegisterTable.InputRegister : (int)table;
}
