using Gateway.Core.Acquisition.Lending;
using Gateway.Core.Acquisition.Scheduling;
using Gateway.Core.Site;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Acquisition;

/// <summary>The one owner of the way to a bus, whatever is spoken on it: alone says that it is open, lost, lent or ours again, and does what follows.</summary>
/// <remarks>
/// <see cref="BusLink"/> decides when a lost way is tried again; the next request opens it, by its stable name. Belongs to the flow of control of the bus's
/// loop, but for <see cref="Lending"/>, which is asked from anywhere.
/// </remarks>
internal sealed class LinkOwner : IDisposable
{
    /// <summary>Waits in a row that brought nothing, after which a connection is doubted: the peer may have lost its power and know nothing of it.</summary>
    private const int SilencesThatDoubtConnection = 2;

    private readonly BusModel _bus;
    private readonly Func<ValueTask> _close;
    private readonly Func<bool>? _isPresent;
    private readonly ILogger _logger;
    private BusLease? _lentTo;
    private int _edgesTaken;
    private int _silences;

    /// <param name="close">Closes the way to the bus; the next request opens it again.</param>
    /// <param name="isPresent">Whether the port of an open bus is still there; null when only a request can tell.</param>
    public LinkOwner(BusModel bus, Func<ValueTask> close, Func<bool>? isPresent, TimeProvider time, ILogger logger)
    {
        (_bus, _close, _isPresent, _logger) = (bus, close, isPresent, logger);
        Clock = new LoopClock(time);
        WakeUp = new WakeUp(time);
        Lending = new BusLending(time, WakeUp.Set);
        Link = new BusLink(bus.Transport == BusTransport.Serial ? Backoff.ForPort() : Backoff.ForServer(), Clock);
    }

    public BusModel Bus => _bus;

    public LoopClock Clock { get; }

    /// <summary>What the bus's loop waits on.</summary>
    public WakeUp WakeUp { get; }

    /// <summary>Where the bus is asked for.</summary>
    public BusLending Lending { get; }

    public BusLink Link { get; }

    /// <summary>Somebody waits for the bus, or has it: no further request is made.</summary>
    public bool IsWanted => Lending.Current is not null;

    /// <summary>Who has the bus, or wants it, is not who had it: <see cref="HandOverAsync"/> once nothing is under way.</summary>
    public bool IsHandOverDue => Lending.Current != _lentTo;

    /// <summary>The port is to be looked at now and then while nothing is due, so that its loss is noticed before the next poll.</summary>
    public bool IsWatched => _isPresent is not null && Link.State == BusState.Open;

    /// <summary>Whether the bus was opened, lost, lent or taken back since the last call.</summary>
    public bool TakeEdge()
    {
        if (_edgesTaken == Link.Edges) return false;
        _edgesTaken = Link.Edges;
        return true;
    }

    /// <summary>A request went out, or a device was listened to: the way to the bus is there.</summary>
    /// <param name="isSilence">Nothing came back.</param>
    public ValueTask CarriedAsync(bool isSilence)
    {
        if (Link.Opened()) Log.BusOpened(_logger, _bus.Name, _bus.Display);
        _silences = isSilence ? _silences + 1 : 0;
        if (_bus.Transport != BusTransport.Tcp || _silences < SilencesThatDoubtConnection) return ValueTask.CompletedTask;
        _silences = 0;
        return _close();
    }

    /// <summary>A request could not go out, or the way was found lost without one.</summary>
    public void Lose(LinkTrouble trouble)
    {
        if (Link.Lost(Clock.Now, trouble)) Log.BusLost(_logger, _bus.Name, _bus.Display, trouble.English);
    }

    /// <summary>Looks whether a watched port is still there: its adapter may have been pulled.</summary>
    public void Look()
    {
        if (IsWatched && !_isPresent!()) Lose(LinkTrouble.PortGone);
    }

    /// <summary>Gives the bus to who asked for it, takes it back from who had it, or both. Nothing may be under way on it.</summary>
    public async ValueTask HandOverAsync()
    {
        if (_lentTo is { } before) Log.BusBack(_logger, _bus.Name, before.Borrower, await before.Ended);
        _lentTo = Lending.Current;
        if (!Link.IsLent)
        {
            await _close();
            Link.Lent();
        }
        if (_lentTo is { } lease)
        {
            Log.BusLent(_logger, _bus.Name, lease.Borrower, lease.Span);
            lease.Grant();
            return;
        }
        _silences = 0;
        Link.TakenBack();
    }

    /// <summary>Closes the way for good; nothing is lent any more.</summary>
    public async ValueTask CloseAsync()
    {
        await _close();
        Lending.Close();
    }

    public void Dispose() => WakeUp.Dispose();
}
