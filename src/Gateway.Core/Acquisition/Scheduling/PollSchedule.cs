namespace Gateway.Core.Acquisition.Scheduling;

/// <summary>When each poll group of a bus is due. Times are monotonic, counted from the loop's start.</summary>
/// <remarks>
/// Groups with the same interval are spread over it, so that a bus is used evenly. The first poll of each is due at once: nobody waits a minute for the
/// first value. A poll that is late by whole intervals (the process was frozen, the bus is too slow) is made once; the others are counted as missed.
/// </remarks>
internal sealed class PollSchedule
{
    private readonly Entry[] _entries;
    private readonly bool[] _isDeviceBusy;

    /// <param name="groups">Interval of each group, zero for continuous, and the device it belongs to; a device's groups are never under way together.</param>
    public PollSchedule(IReadOnlyList<(TimeSpan Every, int Device)> groups)
    {
        _entries = new Entry[groups.Count];
        int[] devices = [.. groups.Select(g => g.Device).Distinct()];
        _isDeviceBusy = new bool[devices.Length];
        foreach (var same in groups.Select((g, i) => (g.Every, Group: i)).GroupBy(g => g.Every, g => g.Group))
        {
            int[] members = [.. same];
            for (int i = 0; i < members.Length; i++)
                _entries[members[i]] = new Entry(same.Key, same.Key * i / members.Length, Array.IndexOf(devices, groups[members[i]].Device));
        }
    }

    /// <summary>Polls that were not made because their time had passed.</summary>
    public long Missed { get; private set; }

    /// <summary>Takes the group that is due longest, if any; say <see cref="Completed"/> when its poll is over.</summary>
    /// <param name="isReady">Whether a due group can be polled; one that cannot makes the others wait. Null when all can.</param>
    /// <returns>Its number, or -1.</returns>
    public int TakeDue(TimeSpan now, Func<int, bool>? isReady = null)
    {
        int group = Earliest();
        if (group < 0 || _entries[group].Due > now || isReady?.Invoke(group) == false) return -1;
        ref var entry = ref _entries[group];
        _isDeviceBusy[entry.Device] = true;
        if (entry.Every > TimeSpan.Zero)
        {
            // A poll that comes early (everything was made due) serves no place on the grid; a late one serves the latest and gives up those before.
            long current = entry.PlaceAt(now);
            Missed += Math.Max(0, current - entry.Place);
            entry.Place = current;
        }
        return group;
    }

    /// <summary>The group that is due next, without taking it, of those whose device is free; -1 when there is none.</summary>
    public int Earliest()
    {
        int best = -1;
        for (int i = 0; i < _entries.Length; i++)
            if (!_isDeviceBusy[_entries[i].Device] && (best < 0 || _entries[i].Due < _entries[best].Due)) best = i;
        return best;
    }

    /// <summary>When the next group is due whose device is free; <see cref="TimeSpan.MaxValue"/> when there is none.</summary>
    public TimeSpan NextDue()
    {
        int group = Earliest();
        return group < 0 ? TimeSpan.MaxValue : _entries[group].Due;
    }

    /// <param name="notBefore">A continuous group is not due again before this time.</param>
    public void Completed(int group, TimeSpan now, TimeSpan notBefore)
    {
        ref var entry = ref _entries[group];
        _isDeviceBusy[entry.Device] = false;
        // Among continuous groups, the one that waits longest comes first.
        if (entry.Every > TimeSpan.Zero) entry.Due = entry.TimeOf(++entry.Place);
        else entry.Due = notBefore > now ? notBefore : now;
        if (entry.Due < entry.NotBefore) entry.Due = entry.NotBefore;
    }

    /// <summary>Makes a group due only after a pause, whatever its interval and whatever makes all groups due.</summary>
    public void Postpone(int group, TimeSpan until)
    {
        ref var entry = ref _entries[group];
        entry.NotBefore = until;
        if (entry.Due < until) entry.Due = until;
    }

    /// <summary>Makes a group due before its interval is over, once; its later polls keep their places.</summary>
    public void Hasten(int group, TimeSpan at)
    {
        ref var entry = ref _entries[group];
        if (entry.Due > at) entry.Due = at > entry.NotBefore ? at : entry.NotBefore;
    }

    /// <summary>Makes every group due now: the bus was lost, or has returned, and all points must show it.</summary>
    public void AllDue(TimeSpan now)
    {
        foreach (ref var entry in _entries.AsSpan())
            if (entry.Due > now) entry.Due = entry.NotBefore > now ? entry.NotBefore : now;
    }

    private struct Entry(TimeSpan every, TimeSpan phase, int device)
    {
        public readonly TimeSpan Every = every;
        public readonly int Device = device;

        public TimeSpan Due = TimeSpan.Zero;
        public TimeSpan NotBefore = TimeSpan.Zero;

        /// <summary>Which time of its grid (phase, phase + interval, ...) it waits for, or serves while it is under way.</summary>
        public long Place;

        public readonly TimeSpan TimeOf(long place) => phase + (Every * place);

        /// <summary>The latest place whose time has come; -1 before the first.</summary>
        public readonly long PlaceAt(TimeSpan now) => now < phase ? -1 : (now - phase).Ticks / Every.Ticks;
    }
}
