using Gateway.Core.Profiles;
using Gateway.Fieldbus.Modbus;

namespace Gateway.Core.Commissioning;

/// <summary>Decides what a sweep over registers asks next: large blocks first, halved where the device refuses, and never a third time where it is
/// silent.</summary>
internal sealed class RegisterSweep : IRegisterQuestions
{
    /// <summary>A unit that says nothing to so many requests in a row, and never said anything, is not there.</summary>
    private const int SilencesToGiveUp = 3;

    private const int MostTimeouts = 2;

    /// <summary>A device that lacks one register in a small block most often lacks others: each alone costs less than half after half.</summary>
    private const int FewestHalved = 8;

    private readonly Stack<(RegisterRange Range, int Timeouts)> _left = new();
    private readonly List<RegisterRun> _runs = [];
    private readonly HashSet<RegisterTable> _unknownTables = [];
    private readonly BlockLength _length;
    private int _silences;
    private bool _everAnswered;

    /// <param name="ranges">Registers to look at, in the order in which they are asked.</param>
    /// <param name="mostRegisters">In one request, 1 to 125.</param>
    public RegisterSweep(IEnumerable<RegisterRange> ranges, int mostRegisters)
    {
        _length = new BlockLength(mostRegisters);
        Add(ranges);
    }

    /// <summary>Registers that it was given until now.</summary>
    public int All { get; private set; }

    /// <summary>What was read, in address order, with holes where nothing is.</summary>
    public IReadOnlyList<RegisterRun> Runs => RegisterRun.Joined(_runs);

    /// <summary>Registers that did not answer twice, or said twice that they cannot now.</summary>
    public List<RegisterRange> Silent { get; } = [];

    /// <summary>Whether the unit never said anything.</summary>
    public bool IsAbsent => !_everAnswered && _silences >= SilencesToGiveUp;

    /// <summary>Registers that still have to be asked for.</summary>
    public int Left => _left.Sum(part => part.Range.Quantity);

    /// <summary>Goes on with more, by what it knows of the unit already.</summary>
    public void Add(IEnumerable<RegisterRange> ranges)
    {
        foreach (var range in ranges.Reverse())
        {
            _left.Push((range, 0));
            All += range.Quantity;
        }
    }

    /// <returns>Null when the sweep is over.</returns>
    public RegisterRange? Next()
    {
        while (!IsAbsent && _left.TryPeek(out var part))
        {
            if (_unknownTables.Contains(part.Range.Table))
            {
                _left.Pop();
                continue;
            }
            int most = _length.Registers;
            if (part.Range.Quantity <= most) return part.Range;
            _left.Pop();
            _left.Push((part.Range with { Address = (ushort)(part.Range.Address + most), Quantity = (ushort)(part.Range.Quantity - most) }, part.Timeouts));
            _left.Push((part.Range with { Quantity = (ushort)most }, part.Timeouts));
        }
        return null;
    }

    /// <inheritdoc/>
    public void Answered(in ModbusAnswer answer, ReadOnlySpan<byte> data)
    {
        var (range, timeouts) = _left.Pop();
        var meaning = ScanAnswers.Of(answer);
        if (ScanAnswers.IsPresent(meaning))
        {
            _everAnswered = true;
            _silences = 0;
        }
        switch (meaning)
        {
            case ScanAnswer.Ok:
                _runs.Add(new RegisterRun(range.Table, range.Address, data.ToArray()));
                _length.Answered(range.Quantity);
                break;
            case ScanAnswer.Refused when answer.Exception == ModbusExceptionCode.IllegalFunction:
                _unknownTables.Add(range.Table);
                break;
            // Nothing is said of the registers: not now (V1.1b3, section 7).
            case ScanAnswer.Refused when answer.Exception is ModbusExceptionCode.ServerDeviceBusy or ModbusExceptionCode.Acknowledge:
                if (timeouts + 1 >= MostTimeouts) Silent.Add(range);
                else _left.Push((range, timeouts + 1));
                break;
            case ScanAnswer.Refused:
                // Some devices refuse every block that is longer than they like, with 02 or with 03.
                if (answer.Exception == ModbusExceptionCode.IllegalDataValue) _length.Refused(range.Quantity);
                Halve(range, timeouts);
                break;
            default:
                _silences++;
                if (timeouts + 1 >= MostTimeouts) Silent.Add(range);
                else if (range.Quantity > 1) Halve(range, timeouts + 1);
                else _left.Push((range, timeouts + 1));
                break;
        }
    }

    private void Halve(RegisterRange range, int timeouts)
    {
        if (range.Quantity == 1) return;
        if (range.Quantity <= FewestHalved)
        {
            for (int address = range.End - 1; address >= range.Address; address--) _left.Push((range with { Address = (ushort)address, Quantity = 1 },
                timeouts));
            return;
        }
        int half = range.Quantity / 2;
        _left.Push((range with { Address = (ushort)(range.Address + half), Quantity = (ushort)(range.Quantity - half) }, timeouts));
        _left.Push((range with { Quantity = (ushort)half }, timeouts));
    }
}
