using Gateway.Core.Acquisition.Scheduling;
using Gateway.Core.Documents;
using Gateway.Core.Readings;

namespace Gateway.Core.Acquisition.Polling;

/// <summary>What the devices behind one unit identifier share: whether it answers, when to ask it again, its counters.</summary>
internal sealed class BusUnit(byte identifier)
{
    /// <summary>One lost answer is daily life; two in a row are worth a line in the log.</summary>
    private const int FailuresThatAreNews = 2;

    private static readonly IReadOnlyDictionary<int, Wording> _noneWrong = new Dictionary<int, Wording>();

    private readonly Backoff _backoff = Backoff.ForUnit();
    private int _failures;
    private TimeSpan _silentSince;

    public byte Identifier => identifier;

    public UnitState State { get; private set; }

    /// <summary>Why it counts as silent; Good while it answers.</summary>
    public Quality Reason { get; private set; }

    public RequestTally Tally { get; } = new();

    /// <summary>How often it fell silent: after each time, it may be another device that answers.</summary>
    public int Silences { get; private set; }

    public TimeSpan NotBefore => _backoff.NotBefore;

    public bool IsSilent => State == UnitState.Silent;

    /// <summary>Whether it is to be left alone now.</summary>
    public bool Holds(TimeSpan now) => _backoff.Holds(now);

    /// <param name="askedAt">When the attempt began: steps are counted from there.</param>
    /// <returns>True when this is worth a line in the log.</returns>
    public bool Failed(TimeSpan askedAt, Quality reason)
    {
        if (_failures == 0)
        {
            _silentSince = askedAt;
            Silences++;
        }
        _failures++;
        (State, Reason) = (UnitState.Silent, reason);
        _backoff.Failed(askedAt);
        return _failures == FailuresThatAreNews;
    }

    /// <returns>For how long it was silent, when that was worth a line in the log; null otherwise.</returns>
    public TimeSpan? Answered(TimeSpan now)
    {
        if (State == UnitState.Answering) return null;
        TimeSpan? silence = _failures >= FailuresThatAreNews ? now - _silentSince : null;
        _failures = 0;
        (State, Reason) = (UnitState.Answering, Quality.Good);
        _backoff.Succeeded();
        return silence;
    }

    /// <param name="devices">Numbers of the devices it stands for.</param>
    public UnitSnapshot Snapshot(IReadOnlyList<int> devices) => new(
        identifier, devices, State, Reason, Tally.Snapshot(), Tally.LastAnswerMs, Tally.RoundTrip, _noneWrong, Refused: []);

    /// <summary>The bus has come back: everybody on it gets a new chance.</summary>
    public void TryAgain(TimeSpan now)
    {
        if (IsSilent) _backoff.Pause(now, TimeSpan.Zero);
    }
}
