using System.Text;
using System.Threading.Channels;
using Gateway.Core.Acquisition;
using Gateway.Core.Acquisition.Lending;
using Gateway.Core.Alarms;
using Gateway.Core.Auditing;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding;
using Gateway.Core.Forwarding.Commands;
using Gateway.Core.Forwarding.EnvgwJson;
using Gateway.Core.Forwarding.Proof;
using Gateway.Core.History;
using Gateway.Core.Processing;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Core.Watching;
using Microsoft.Extensions.Logging;

namespace Gateway.Hosting;

/// <summary>
/// The rooms of one gateway, put together: acquisition hands scans to processing through a bounded channel, processing hands readings and alarms to the
/// buffer, and each feed reads the buffer from its own bookmark. Stops in the same order, so that what was sampled is stored and what was stored has its
/// chance to be sent.
/// </summary>
internal sealed class GatewayRooms : IAsyncDisposable
{
    /// <summary>Scans that may wait for processing; a bus that finds it full waits too.</summary>
    private const int WaitingScans = 1024;

    /// <summary>A loop that has not come round for so long is not alive.</summary>
    private static readonly TimeSpan _stuckAfter = TimeSpan.FromSeconds(30);

    // A stop takes five seconds at most, whatever hangs: these and FeedLoop.StopTime together.
    /// <summary>For what was sampled to go through processing.</summary>
    private static readonly TimeSpan _drainTime = TimeSpan.FromSeconds(1);

    /// <summary>For the last group to be stored and sent before the feeds say goodbye.</summary>
    private static readonly TimeSpan _lastMoment = TimeSpan.FromSeconds(0.75);

    private static readonly TimeSpan _lastLook = TimeSpan.FromMilliseconds(20);

    /// <summary>For the last commit, which holds the last bookmarks.</summary>
    private static readonly TimeSpan _lastCommitTime = TimeSpan.FromSeconds(1);

    private readonly Channel<Scan> _scans = Channel.CreateBounded<Scan>(
        new BoundedChannelOptions(WaitingScans) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private readonly SiteSecrets _secrets;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly CancellationTokenSource _stopping = new();
    private readonly WallClock _clock;
    private readonly DurableBuffer _buffer;
    private readonly AuditLog? _auditFile;
    private readonly AuditDesk _desk;
    private readonly WatchLoop _watch;
    private readonly HistoryWriter? _history;
    private readonly AcquisitionRoom _acquisition;
    private ProcessingLoop? _processing;
    private HeartbeatLoop? _heartbeat;
    private ManifestLoop? _manifests;
    private CertificateLoop? _certificates;
    private IReadOnlyList<FeedLoop> _feeds = [];

    /// <param name="store">Owned; null for SQLite in the site's data folder, with history beside it.</param>
    public GatewayRooms(SiteModel site, SiteSecrets secrets, TimeProvider time, ILoggerFactory loggers, IStore? store = null)
    {
        Site = site;
        _secrets = secrets;
        _loggers = loggers;
        bool isInFolder = store is null;
        _clock = WallClock.Since(time, isInFolder ? site.Buffer.Path : null);
        _time = time = _clock;
        Started = time.GetUtcNow();
        store ??= new SqliteStore(site.Buffer, time, loggers.CreateLogger<SqliteStore>());
        _buffer = new DurableBuffer(store, site.Buffer, time, loggers.CreateLogger<DurableBuffer>(), _clock.State);
        _history = isInFolder ? new HistoryWriter(_buffer, site.Buffer, time, loggers.CreateLogger<HistoryWriter>()) : null;
        if (isInFolder) _buffer.AddReserve(new Ballast(site.Buffer.Path, loggers.CreateLogger<Ballast>()));
        if (_history is not null) _buffer.AddReserve(_history.Reserve);
        _auditFile = isInFolder ? new AuditLog(site.Buffer.Path, time, loggers.CreateLogger<AuditLog>()) : null;
        Audit = _auditFile ?? (IAuditLog)new MemoryAuditLog(time);
        _desk = new AuditDesk(Audit);
        _watch = new WatchLoop(_buffer, () => History, _clock.State, Audit, time, loggers.CreateLogger<WatchLoop>());
        _acquisition = new AcquisitionRoom(site, bus => BusClientFactory.Create(bus, time), _scans.Writer, time, loggers.CreateLogger<BusLoop>());
    }

    public SiteModel Site { get; }

    public DateTimeOffset Started { get; }

    public DateTimeOffset Now => _time.GetUtcNow();

    public BufferSnapshot Buffer => _buffer.Snapshot;

    /// <summary>How long ago the oldest reading was stored that is still there; zero when there is none, or the store cannot say.</summary>
    public TimeSpan Held
    {
        get
        {
            var extent = _buffer.Extent(Lane.Live);
            if (extent.Oldest >= extent.Next) return TimeSpan.Zero;
            try
            {
                return _buffer.Read(Lane.Live, extent.Oldest, 1, long.MaxValue) is [var oldest, ..] ? Now - DateTimeOffset.FromUnixTimeMilliseconds(oldest.WallMs) : TimeSpan.Zero;
            }
            catch (StoreException)
            {
                // A store that cannot be read says so in its own line.
                return TimeSpan.Zero;
            }
        }
    }

    public IAuditLog Audit { get; }

    /// <summary>Null when the store is not in a folder.</summary>
    public AuditSnapshot? AuditFile => _auditFile?.Snapshot;

    /// <summary>Scans that wait for processing.</summary>
    public int WaitingScansNow => _scans.Reader.Count;

    /// <summary>Null when there is none, because the store is not in a folder.</summary>
    public HistorySnapshot? History => _history?.Snapshot;

    public IReadOnlyList<BusSnapshot> Buses => _acquisition.Snapshots();

    public IReadOnlyList<FeedSnapshot> Feeds => [.. _feeds.Select(feed => feed.Snapshot())];

    /// <summary>Client certificates that end soon, or have ended.</summary>
    public IReadOnlyList<CertificateLife> EndingCertificates => Certificates.Ending;

    /// <summary>Every alarm by its number: the site's, in its order, then the gateway's own.</summary>
    public IReadOnlyList<AlarmRecord> Alarms => Processing.Alarms;

    /// <summary>Whether processing has come round lately: it is the one loop that everything passes through.</summary>
    public bool IsAlive => _time.GetElapsedTime(Processing.Snapshot.LastPass) < _stuckAfter;

    public ClockState Clock => _clock.State();

    /// <summary>How far the wall clock may be off, by the kernel's own estimate; null when nothing synchronises it.</summary>
    public TimeSpan? ClockError => _clock.State() == ClockState.Synchronized ? WallClock.MaximumError() : null;

    /// <summary>Set when the rooms begin to stop: whoever streams from them ends.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Ends when the last room has ended, which may be after <see cref="RunAsync"/> gave up waiting for it.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    private ProcessingLoop Processing => _processing ?? throw NotOpen();

    private HeartbeatLoop Heartbeat => _heartbeat ?? throw NotOpen();

    private ManifestLoop Manifests => _manifests ?? throw NotOpen();

    private CertificateLoop Certificates => _certificates ?? throw NotOpen();

    public Reading LatestOf(int point) => Processing.Latest[point];

    /// <returns>Number of a bus; null when there is none of that name.</returns>
    public int? BusNamed(string name) => Site.Buses.FirstOrDefault(bus => bus.Name == name)?.Number;

    /// <summary>Gives a bus away for a while; see <see cref="AcquisitionRoom.LendAsync"/>.</summary>
    public Task<LendAnswer> LendAsync(int bus, Borrower borrower, TimeSpan span, CancellationToken cancel) => _acquisition.LendAsync(bus, borrower, span, cancel);

    public BusLease? LeaseOf(int bus) => _acquisition.LeaseOf(bus);

    /// <summary>Acknowledges an alarm; whoever did it stands in the audit log before this returns.</summary>
    public async Task<AcknowledgeResult> AcknowledgeAsync(Acknowledgement acknowledgement, CancellationToken cancel) =>
        await _desk.AcknowledgedAsync(acknowledgement, await Processing.AcknowledgeAsync(acknowledgement, cancel), cancel);

    /// <summary>Records a write to a device; see <see cref="AuditDesk.WritesRegistersAsync"/>.</summary>
    public Task<bool> RecordAsync(string bus, string actor, RegisterWriteNote note, CancellationToken cancel) => _desk.WritesRegistersAsync(bus, actor, note, cancel);

    /// <summary>Takes an alarm out of sight for a while; whoever did it stands in the audit log before this returns.</summary>
    public async Task<ShelveResult> ShelveAsync(ShelveOrder order, CancellationToken cancel) =>
        await _desk.ShelvedAsync(order, await Processing.ShelveAsync(order, cancel), cancel);

    /// <summary>Brings a shelved alarm back before its time; otherwise as <see cref="ShelveAsync"/>.</summary>
    public async Task<ShelveResult> UnshelveAsync(UnshelveOrder order, CancellationToken cancel) =>
        await _desk.UnshelvedAsync(order, await Processing.UnshelveAsync(order, cancel), cancel);

    /// <summary>Sends once more what a platform has refused, or gives it up; who wanted it stands in the audit log before.</summary>
    public Task<RequeueReport> RequeueAsync(RequeueOrder order, CancellationToken cancel) =>
        RequeueDesk.DoAsync(order, _feeds.FirstOrDefault(feed => feed.Feed.Name == order.Feed), _buffer, _desk, cancel);

    /// <summary>Opens the store and brings back what must survive a restart: alarm states, bookmarks, the epoch.</summary>
    /// <exception cref="StoreException">It cannot be opened.</exception>
    public void Open()
    {
        var opening = _buffer.Open();
        _auditFile?.Open();
        _desk.Started(Site, opening);
        var layout = Layout.Of(Site);
        layout = _buffer.LayoutOf(_buffer.UseLayout(layout));
        var engine = new AlarmEngine(Site, _buffer.AlarmStates(), _time);
        _processing = new ProcessingLoop(Site, _scans.Reader, engine, _buffer, _time, _loggers.CreateLogger<ProcessingLoop>());

        var identity = new GatewayIdentity(Site.Id, Site.Name, Site.TimeZone, Site.Digest, ProgramVersion.Text, opening.Boot);
        var sessions = FeedSessions.With(new FeedSecrets(PasswordOf, _secrets.FileOf), _time);
        var proof = new ProofSurroundings(
            Site.Id, _buffer, () => Feeds, () => Alarms, () => StoreDisk.Room(Site.Buffer.Path), () => FeedCertificates.Lives(Site.Feeds)) { Audit = () => Audit.Head };
        _manifests = new ManifestLoop(proof, _time, _loggers.CreateLogger<ManifestLoop>());
        var around = new FeedSurroundings(identity, layout, _buffer, sessions, _clock.State)
        {
            Targets = TargetsOf(proof), Audit = Audit, Payloads = new SharedPayloads(Site.Feeds),
        };
        _feeds = [.. Site.Feeds.Select(feed => new FeedLoop(feed, around, _time, _loggers.CreateLogger<FeedLoop>(), new Random()))];
        _certificates = new CertificateLoop(proof, _clock.State, _time, _loggers.CreateLogger<CertificateLoop>());
        _heartbeat = new HeartbeatLoop(proof, _time, _loggers.CreateLogger<HeartbeatLoop>());
    }

    /// <summary>Runs until told to stop, and ends within five seconds of it whatever hangs.</summary>
    /// <returns>Whether everything that was sampled is stored. A feed that was not done in time goes on from its bookmark at the next start.</returns>
    /// <remarks>Throws when a room failed by our own bug.</remarks>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var sending = new CancellationTokenSource();
        using var storing = new CancellationTokenSource();
        using var recording = new CancellationTokenSource();
        var auditing = RoomTasks.EndingAll(_auditFile?.RunAsync(recording.Token) ?? Task.CompletedTask, failed);
        var buffering = RoomTasks.EndingAll(_buffer.RunAsync(storing.Token), failed);
        var keeping = RoomTasks.EndingAll(_history?.RunAsync(storing.Token) ?? Task.CompletedTask, failed);
        var processing = RoomTasks.EndingAll(Processing.RunAsync(CancellationToken.None), failed);
        var acquiring = RoomTasks.EndingAll(AcquireAsync(failed.Token), failed);
        var proving = RoomTasks.EndingAll(Task.WhenAll(Heartbeat.RunAsync(failed.Token), Manifests.RunAsync(failed.Token), Certificates.RunAsync(failed.Token), _watch.RunAsync(failed.Token)), failed);
        var forwarding = RoomTasks.EndingAll(Task.WhenAll(_feeds.Select(feed => feed.RunAsync(sending.Token))), failed);
        (string Name, Task Room)[] rooms =
        [
            ("acquisition", acquiring), ("processing", processing), ("buffering", buffering), ("forwarding", forwarding), ("history", keeping), ("proof", proving), ("audit", auditing),
        ];
        var ended = Task.WhenAll(rooms.Select(room => room.Room));
        // From here on: on a machine that is short of time the host may give up waiting before any of what follows has been done.
        Ended = ended;

        await RoomTasks.UntilStoppedAsync(Task.WhenAll(acquiring, processing, forwarding, proving), failed.Token);
        await _stopping.CancelAsync();
        _desk.Stopping(Now - Started, stop.IsCancellationRequested);
        await RoomTasks.WithinAsync(_drainTime, _time, Task.WhenAll(acquiring, processing));
        await SendLastAsync();
        await sending.CancelAsync();
        await RoomTasks.WithinAsync(FeedLoop.StopTime, _time, forwarding);
        await storing.CancelAsync();
        await recording.CancelAsync();
        await RoomTasks.WithinAsync(_lastCommitTime, _time, ended);
        foreach (var (_, room) in rooms)
            if (room.IsFaulted) await room;
        if (!ended.IsCompleted) Log.RoomsOverdue(_loggers.CreateLogger<GatewayRooms>(), string.Join(", ", rooms.Where(room => !room.Room.IsCompleted).Select(room => room.Name)));
        bool hasStored = HasStoredAll();
        return hasStored && acquiring.IsCompleted && processing.IsCompleted && buffering.IsCompleted && auditing.IsCompleted;
    }

    public async ValueTask DisposeAsync()
    {
        // What a room still uses cannot be taken from it; the process ends now, and the kernel closes everything.
        if (!Ended.IsCompleted) return;
        _stopping.Dispose();
        await _acquisition.DisposeAsync();
        _auditFile?.Dispose();
        _buffer.Dispose();
    }

    /// <summary>Stores the last group and lets the feeds that have a connection send it, for a moment: the platform then hears it before the goodbye.</summary>
    private async Task SendLastAsync()
    {
        using var moment = new CancellationTokenSource(_lastMoment, _time);
        try
        {
            await _buffer.FlushAsync(moment.Token);
            while (Feeds.Any(feed => feed.IsConnected && feed.Lanes.Any(lane => lane is { Waiting: > 0, IsParked: false })))
                await Task.Delay(_lastLook, _time, moment.Token);
        }
        catch (OperationCanceledException) when (moment.IsCancellationRequested)
        {
            // What is stored goes out after the next start.
        }
    }

    /// <summary>Who does what a platform asks over a feed.</summary>
    private CommandTargets TargetsOf(ProofSurroundings proof)
    {
        var latest = new LatestPoints(Site, LatestOf);
        var prompt = new PromptReading(Site, LatestOf, _acquisition.Want, _time);
        return new CommandTargets(
            AcknowledgeAsync, ShelveAsync, UnshelveAsync, () => Alarms, latest.TryWrite, [.. Site.Points.Select(point => point.Id)], prompt.ReadAsync,
            Manifests.RequestAsync, () => Heartbeats.Now(proof, Now, Now - Started));
    }

    private static InvalidOperationException NotOpen() => new("The rooms are not open yet.");

    private bool HasStoredAll()
    {
        var left = _buffer.Snapshot;
        if (left is { PendingReadings: 0, PendingEvents: 0 }) return true;
        string reason = left.LastError?.English ?? "the disk took too long";
        Log.StoppedWithUnstored(_loggers.CreateLogger<GatewayRooms>(), left.PendingReadings, left.PendingEvents, reason);
        return false;
    }

    /// <summary>Asked at each connect. A secret that has gone since the start is reported; the broker then refuses the empty password, and the feed says
    /// so.</summary>
    private ReadOnlyMemory<byte> PasswordOf(SecretReference reference)
    {
        var secret = _secrets.Find(reference);
        if (secret.Problem is { } problem) Log.SecretMissing(_loggers.CreateLogger<GatewayRooms>(), problem.English);
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
}
