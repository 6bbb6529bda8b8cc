using System.Collections;
using Gateway.Core.Profiles;
using Gateway.Fieldbus.Modbus;

namespace Gateway.Core.Commissioning;

/// <summary>Looks for registers over whole tables: one at each likely address, and around each that is there, as far as there are more.</summary>
/// <param name="sweep">What was swept before; it goes on with what it has learnt of the device.</param>
/// <param name="stage">Which addresses are likely.</param>
/// <param name="asked">Registers that were asked for; those of this stage are added.</param>
internal sealed class RegisterSearch(RegisterSweep sweep, SearchStage stage, RegisterSearch.Asked asked) : IRegisterQuestions
{
    /// <summary>How far around a register others of the same block are looked for.</summary>
    private const int Reach = 64;

    private const int Block = 100;

    /// <summary>A device that does not refuse what it lacks, and is silent instead, makes a search endless.</summary>
    private const int MostSilences = 8;

    private static readonly RegisterTable[] _tables = [RegisterTable.HoldingRegister, RegisterTable.InputRegister];

    private readonly Queue<RegisterRange> _anchors =
        new(stage.Addresses.SelectMany(address => _tables.Select(table => new RegisterRange(table, (ushort)address, 1))).Where(one => !asked.Holds(one)));

    private RegisterRange? _block;
    private int _silences;
    private bool _isThere;

    /// <summary>Which registers of both tables were asked for.</summary>
    internal sealed class Asked
    {
        private readonly BitArray[] _tables = [.. Enum.GetValues<RegisterTable>().Select(_ => new BitArray(ushort.MaxValue + 1))];

        public bool Holds(RegisterRange one) => _tables[(int)one.Table][one.Address];

        public void Add(RegisterRange range)
        {
            for (int address = range.Address; address < range.End; address++) _tables[(int)range.Table][address] = true;
        }
    }

    public int All { get; } = stage.Addresses.Count() * _tables.Length;

    public int Left => _anchors.Count;

    /// <summary>Whether the device is silent about registers that it lacks, so that looking for them would take for ever.</summary>
    public bool IsGivenUp => _silences >= MostSilences;

    public RegisterRange? Next()
    {
        while (!IsGivenUp)
        {
            if (sweep.Next() is { } range) return range;
            if (sweep.IsAbsent) return null;
            if (_block is { } done && _isThere) Extend(done);
            else if (!TryBegin()) return null;
        }
        return null;
    }

    public void Answered(in ModbusAnswer answer, ReadOnlySpan<byte> data)
    {
        _silences = ScanAnswers.IsPresent(ScanAnswers.Of(answer)) ? 0 : _silences + 1;
        _isThere = answer.IsOk;
        sweep.Answered(answer, data);
    }

    /// <summary>Goes on around a register that is there, then behind a block whose last register is.</summary>
    private void Extend(RegisterRange done)
    {
        int from = done.Quantity == 1 ? Math.Max(0, done.Address - Reach) : done.End;
        int end = Math.Min(done.Quantity == 1 ? done.Address + Reach : done.End + Block, ushort.MaxValue + 1);
        _block = from < end ? new RegisterRange(done.Table, (ushort)from, (ushort)(end - from)) : null;
        _isThere = false;
        if (_block is not { } block) return;
        sweep.Add(RangesOf(block));
        asked.Add(block);
    }

    private bool TryBegin()
    {
        while (_anchors.TryDequeue(out var anchor))
        {
            if (asked.Holds(anchor)) continue;
            asked.Add(anchor);
            sweep.Add([anchor]);
            (_block, _isThere) = (anchor, false);
            return true;
        }
        return false;
    }

    /// <summary>What of a block was not asked for yet.</summary>
    private List<RegisterRange> RangesOf(RegisterRange block)
    {
        List<RegisterRange> ranges = [];
        for (int address = block.Address; address < block.End; address++)
        {
            var one = new RegisterRange(block.Table, (ushort)address, 1);
            if (asked.Holds(one)) continue;
            if (ranges is [.., var last] && last.End == address) ranges[^1] = last with { Quantity = (ushort)(last.Quantity + 1) };
            else ranges.Add(one);
        }
        return ranges;
    }
}
