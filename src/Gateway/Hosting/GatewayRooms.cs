using System.Text;
using System.Threading.Channels;
using Gateway.Core.Acquisition;
using Gateway.Core.Alarms;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding;
using Gateway.Core.Forwarding.EnvgwJson;
using Gateway.Core.Processing;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Microsoft.Extensions.Logging;

namespace Gateway.Hosting;

/// <summary>
/// The rooms of one gateway, put together: acquisition hands scans to processing through a bounded channel, processing hands readings and alarms to the
/// buffer, and each feed reads the buffer from its own bookmark. Stops in the same order, so that what was sampled is stored and what was stored has its chance to be sent.
/// </summary>
internal sealed class GatewayRooms : IAsyncDisposable
{
    /// <summary>Scans that may wait for processing; a bus that finds it full waits too.</summary>
    private const int WaitingScans = 1024;

    /// <summary>A loop that has not come round for so long is not alive.</summary>
    private static readonly TimeSpan _stuckAfter = TimeSpan.FromSeconds(30);

    /// <summary>What a failing disk has at a stop before it is given up: less than the five seconds for all of it.</summary>
    private static readonly TimeSpan _storeTime = TimeSpan.FromSeconds(2);

    /// <summary>Nothing was built before this version of the program.</summary>
    private static readonly DateTimeOffset _built = File.GetLastWriteTimeUtc(typeof(GatewayRooms).Assembly.Location);

    private readonly Channel<Scan> _scans = Channel.CreateBounded<Scan>(
        new BoundedChannelOptions(WaitingScans) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private readonly SiteSecrets _secrets;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly WallClock _clock;
    private readonly DurableBuffer _buffer;
    private readonly AcquisitionRoom _acquisition;
    private ProcessingLoop? _processing;
    private IReadOnlyList<FeedLoop> _feeds = [];

    public GatewayRooms(SiteModel site, SiteSecrets secrets, TimeProvider time, ILoggerFactory loggers)
    {
        Site = site;
        Started = time.GetUtcNow();
        _secrets = secrets;
        _time = time;
        _loggers = loggers;
        _clock = new WallClock(time, _built);
        var store = new SqliteStore(site.Buffer, time, loggers.CreateLogger<SqliteStore>());
        _buffer = new DurableBuffer(store, site.Buffer, time, loggers.CreateLogger<DurableBuffer>(), _clock.State);
        _acquisition = new AcquisitionRoom(site, bus => BusClientFactory.Create(bus, time), _scans.Writer, time, loggers.CreateLogger<BusLoop>());
    }

    public SiteModel Site { get; }

    public DateTimeOffset Started { get; }

    public DateTimeOffset Now => _time.GetUtcNow();

    public BufferSnapshot Buffer => _buffer.Snapshot;

    public IReadOnlyList<BusSnapshot> Buses => _acquisition.Snapshots();

    public IReadOnlyList<FeedSnapshot> Feeds => [.. _feeds.Select(feed => feed.Snapshot())];

    /// <summary>Every alarm of the site, in the site's order.</summary>
    public IReadOnlyList<AlarmRecord> Alarms => Processing.Alarms;

    /// <summary>Whether processing has come round lately: it is the one loop that everything passes through.</summary>
    public bool IsAlive => _time.GetElapsedTime(Processing.Snapshot.LastPass) < _stuckAfter;

    public ClockState Clock => _clock.State();

    private ProcessingLoop Processing => _processing ?? throw new InvalidOperationException("The rooms are not open yet.");

    public Reading LatestOf(int point) => Processing.Latest[point];

    public Task<AcknowledgeResult> AcknowledgeAsync(Acknowledgement acknowledgement, CancellationToken cancel) => Processing.AcknowledgeAsync(acknowledgement, cancel);

    /// <summary>Opens the store and brings back what must survive a restart: alarm states, bookmarks, the epoch.</summary>
    /// <exception cref="StoreException">It cannot be opened.</exception>
    public void Open()
    {
        var opening = _buffer.Open();
        var layout = Layout.Of(Site);
        layout = _buffer.LayoutOf(_buffer.UseLayout(layout));
        var engine = new AlarmEngine(Site, _buffer.AlarmStates(), _time);
        _processing = new ProcessingLoop(Site, _scans.Reader, engine, _buffer, _time, _loggers.CreateLogger<ProcessingLoop>());

        var identity = new GatewayIdentity(Site.Id, Site.Name, Site.TimeZone, Site.Digest, ProgramVersion.Text, opening.Epochs, opening.Boot);
        var sessions = FeedSessions.With(new FeedSecrets(PasswordOf, _secrets.FileOf), _time);
        var around = new FeedSurroundings(identity, layout, _buffer, sessions, _clock.State);
        _feeds = [.. Site.Feeds.Select(feed => new FeedLoop(feed, around, _time, _loggers.CreateLogger<FeedLoop>(), new Random()))];
    }

    /// <summary>Runs until told to stop. Returns when everything has ended, within five seconds; throws when a room failed by our own bug.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var storing = new CancellationTokenSource();
        var buffering = EndingAll(_buffer.RunAsync(storing.Token), failed);
        var processing = EndingAll(Processing.RunAsync(CancellationToken.None), failed);
        var acquiring = EndingAll(AcquireAsync(failed.Token), failed);
        var forwarding = EndingAll(Task.WhenAll(_feeds.Select(feed => feed.RunAsync(failed.Token))), failed);

        await acquiring.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Processing waits for the store, and the store tries a failing disk until it is told to stop: one of them must have an end.
        await processing.WaitAsync(_storeTime, _time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        bool isWorthWaiting = processing.IsCompleted || Buffer.State == BufferState.Healthy;
        if (isWorthWaiting) await Task.WhenAll(processing, forwarding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await storing.CancelAsync();
        await Task.WhenAll(acquiring, processing, forwarding, buffering);
    }

    public async ValueTask DisposeAsync()
    {
        await _acquisition.DisposeAsync();
        _buffer.Dispose();
    }

    /// <summary>Asked at each connect. A secret that has gone since the start is reported; the broker then refuses the empty password, and the feed says so.</summary>
    private ReadOnlyMemory<byte> PasswordOf(SecretReference reference)
    {
        var secret = _secrets.Find(reference);
        if (secret.Problem is { } problem) Log.SecretMissing(_loggers.CreateLogger<GatewayRooms>(), problem);
        return Encoding.UTF8.GetBytes(secret.Value ?? "");
    }

    private async Task AcquireAsync(CancellationToken stop)
    {
        try
        {
            await _acquisition.RunAsync(stop);
        }
        finally
        {
            _scans.Writer.TryComplete();
        }
    }

    /// <summary>A room that fails stops the others: a gateway that only seems to run is worse than one that is started again.</summary>
    private static async Task EndingAll(Task room, CancellationTokenSource failed)
    {
        try
        {
            await room;
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            await failed.CancelAsync();
            throw;
        }
    }
}
