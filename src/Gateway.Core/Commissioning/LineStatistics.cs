using Gateway.Fieldbus.Modbus.Listening;

namespace Gateway.Core.Commissioning;

/// <summary>Counts what is heard on a line, unit by unit.</summary>
internal sealed class LineStatistics
{
    private readonly SortedDictionary<byte, UnitTally> _units = [];
    private (ModbusFrame Request, TimeSpan At)? _open;

    public IReadOnlyCollection<UnitTally> Units => _units.Values;

    /// <summary>Responses without a request before them.</summary>
    public long Strays { get; private set; }

    /// <param name="at">When the frame was complete, since listening began.</param>
    /// <returns>How long its answer took, when it is one.</returns>
    public TimeSpan? Count(ModbusFrame frame, TimeSpan at)
    {
        if (frame.IsRequest)
        {
            // A broadcast is answered by nobody.
            CountUnanswered();
            Tally(frame.Unit).Requests++;
            _open = frame.Unit == 0 ? null : (frame, at);
            return null;
        }
        if (_open is not { } open || !frame.Answers(open.Request))
        {
            Strays++;
            return null;
        }
        _open = null;
        Tally(frame.Unit).Answered(at - open.At, frame.Exception != Fieldbus.Modbus.ModbusExceptionCode.None);
        return at - open.At;
    }

    /// <summary>Listening ends: the last request counts as unanswered.</summary>
    public void End() => CountUnanswered();

    private void CountUnanswered()
    {
        if (_open is { } open) Tally(open.Request.Unit).Unanswered++;
        _open = null;
    }

    private UnitTally Tally(byte unit)
    {
        if (!_units.TryGetValue(unit, out var tally)) _units[unit] = tally = new UnitTally(unit);
        return tally;
    }
}
