using Gateway.Core.Acquisition.Decoding;
using Gateway.Core.Acquisition.Planning;
using Gateway.Core.Profiles;
using Gateway.Core.Readings;

namespace Gateway.Core.Acquisition.Polling;

/// <summary>The plan of a group with the image it fills, and how far the poll under way has come with each block.</summary>
/// <remarks>In the image, values that are not asked for stand behind the blocks of the plan, and read as refused.</remarks>
internal sealed class GroupImage
{
    private static readonly Quality _refused = Quality.Bad(QualityReason.Exception);

    private readonly ReadPlan _plan;
    private readonly RegisterImage _image;
    private readonly DeviceDecoder _decoder;
    private readonly BlockHold[] _holds;
    private readonly bool[] _isPending;

    /// <param name="before">The image before this one: blocks that stay keep what was learned of them.</param>
    public GroupImage(PollGroup group, BadAddressFinder finder, GroupImage? before)
    {
        Version = finder.Version;
        _plan = BlockPlanner.Plan(group.Device, group.Needs, finder);
        _image = new RegisterImage([.. _plan.Blocks.Select(b => b.Range), .. _plan.Unreadable]);
        _decoder = new DeviceDecoder(group.Device, group.Points, _image);
        _holds = [.. _plan.Blocks.Select(b => before?.HoldOf(b.Range) ?? new BlockHold())];
        _isPending = new bool[_plan.Blocks.Count];
    }

    /// <summary>What the finder knew when the plan was made.</summary>
    public int Version { get; }

    public IReadOnlyList<ReadBlock> Blocks => _plan.Blocks;

    public BlockHold Hold(int block) => _holds[block];

    public Memory<byte> Destination(int block) => _image.Destination(block);

    public bool IsPending(int block) => _isPending[block];

    /// <summary>A poll begins: every block is to be asked for.</summary>
    public void Begin(long nowMs)
    {
        _isPending.AsSpan().Fill(true);
        FailUnreadable(nowMs);
    }

    /// <summary>A poll goes on with a new plan: what was answered already in this poll is kept.</summary>
    public void Continue(GroupImage before, long nowMs)
    {
        for (int i = 0; i < _isPending.Length; i++) _isPending[i] = !_image.TryCarry(i, before._image);
        FailUnreadable(nowMs);
    }

    /// <summary>The block's data is in its destination.</summary>
    public void Fill(int block, long timeMs)
    {
        _isPending[block] = false;
        _image.Fill(block, timeMs);
    }

    public void Fail(int block, Quality why, long timeMs)
    {
        _isPending[block] = false;
        _image.Fail(block, why, timeMs);
    }

    /// <summary>Nothing more is asked for in this poll.</summary>
    public void FailPending(Quality why, long nowMs)
    {
        for (int i = 0; i < _isPending.Length; i++)
            if (_isPending[i]) Fail(i, why, nowMs);
    }

    /// <summary>The first time at which any block may be asked for; null when there is no block.</summary>
    public TimeSpan? EarliestHold()
    {
        TimeSpan? earliest = null;
        foreach (var hold in _holds)
            if (earliest is null || hold.Backoff.NotBefore < earliest) earliest = hold.Backoff.NotBefore;
        return earliest;
    }

    /// <summary>When the first of the blocks that are left alone may be asked for again; null when none is.</summary>
    public TimeSpan? EarliestHoldAfter(TimeSpan now)
    {
        TimeSpan? earliest = null;
        foreach (var hold in _holds)
            if (hold.Backoff.NotBefore > now && (earliest is null || hold.Backoff.NotBefore < earliest)) earliest = hold.Backoff.NotBefore;
        return earliest;
    }

    /// <summary>The readings of all points of the group.</summary>
    /// <param name="findings">Of the last comparison of the device with its profile.</param>
    public Scan Decode(int device, long monotonic, DeviceFindings? findings)
    {
        var scan = new Scan(device, _decoder.Count, monotonic) { Findings = findings };
        _decoder.Decode(scan);
        return scan;
    }

    private BlockHold? HoldOf(RegisterRange range)
    {
        for (int i = 0; i < _holds.Length; i++)
            if (_plan.Blocks[i].Range == range) return _holds[i];
        return null;
    }

    private void FailUnreadable(long nowMs)
    {
        for (int i = _plan.Blocks.Count; i < _image.Count; i++) _image.Fail(i, _refused, nowMs);
    }
}
