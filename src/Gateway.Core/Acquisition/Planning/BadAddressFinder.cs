using Gateway.Core.Profiles;
using Gateway.Core.Site;

namespace Gateway.Core.Acquisition.Planning;

/// <summary>Finds out, from a device's refusals, which values it does not have, across which addresses it does not read, and how much at once.</summary>
/// <remarks>
/// A refused block is cut in the middle, between two values, until a single value is refused: that one is bad. When the search ends, the cuts it made go,
/// so that what is good is read in long blocks again; they stay only when no bad value explains the refusal (a hole between two good values, a boundary in the
/// device's memory). All of it can be forgotten, to look again. The caller plans anew whenever something was learned.
/// </remarks>
internal sealed class BadAddressFinder
{
    private readonly DeviceModel _device;
    private readonly List<RegisterRange> _bad = [];
    private readonly HashSet<(RegisterTable Table, int Address)> _cuts = [];
    private readonly HashSet<(RegisterTable Table, int Address)> _searchCuts = [];
    private readonly HashSet<RegisterRange> _alone = [];
    private readonly HashSet<RegisterRange> _everFound = [];
    private int _maximumRegisters;
    private int _maximumBits;
    private bool _foundInSearch;

    public BadAddressFinder(DeviceModel device)
    {
        _device = device;
        (_maximumRegisters, _maximumBits) = (device.MaximumRegisters, device.MaximumBits);
    }

    /// <summary>Rises with everything learned or forgotten; a plan made for an older version is out of date.</summary>
    public int Version { get; private set; }

    /// <summary>Values the device refuses.</summary>
    public IReadOnlyList<RegisterRange> Bad => _bad;

    /// <summary>Whether there is anything to forget.</summary>
    public bool HasFindings => _bad.Count > 0 || _cuts.Count > 0 || _searchCuts.Count > 0 || _alone.Count > 0 || LearnedMaximum;

    private bool LearnedMaximum => _maximumRegisters < _device.MaximumRegisters || _maximumBits < _device.MaximumBits;

    /// <summary>Most registers, or bits, in one request.</summary>
    public int Maximum(bool isBits) => isBits ? _maximumBits : _maximumRegisters;

    /// <summary>Whether a read of this range is known to be refused, because it holds a bad value.</summary>
    public bool Refuses(RegisterRange range)
    {
        foreach (var bad in _bad)
            if (range.Contains(bad)) return true;
        return false;
    }

    /// <summary>Whether a read of this range would cross a cut.</summary>
    public bool IsCut(RegisterRange range) => IsCut(_cuts, range) || IsCut(_searchCuts, range);

    /// <summary>Whether a value is asked for in a request of its own: it overlaps others, and together they were refused.</summary>
    public bool IsAlone(RegisterRange value) => _alone.Contains(value);

    /// <summary>Exception 02: an address in the block does not exist, or the block may not be read in one.</summary>
    /// <returns>A bad value that was found now for the first time ever, for the log; null otherwise.</returns>
    public RegisterRange? AddressRefused(ReadBlock block)
    {
        Version++;
        if (block.IsExact) return Found(block.Range);
        if (block.Values.Count == 1) return Found(block.Values[0]);
        if (MiddleCut(block.Values) is { } address) _searchCuts.Add((block.Range.Table, address));
        else _alone.Add(block.Values.MaxBy(v => v.Quantity));
        return null;
    }

    /// <summary>Exception 03: most likely too much at once. Halves the largest read, and gives a value up that is refused alone.</summary>
    /// <returns>As <see cref="AddressRefused"/>.</returns>
    public RegisterRange? QuantityRefused(ReadBlock block)
    {
        int widest = block.Values.Max(v => v.Quantity);
        int smaller = Math.Max(block.Range.Quantity / 2, widest);
        if (block.IsExact || block.Values.Count == 1 || smaller >= block.Range.Quantity) return AddressRefused(block);
        Version++;
        if (block.Range.IsBits) _maximumBits = Math.Min(_maximumBits, smaller);
        else _maximumRegisters = Math.Min(_maximumRegisters, smaller);
        return null;
    }

    /// <summary>All blocks of a plan were read and none was refused.</summary>
    /// <returns>True when long blocks are worth another try: plan and read again.</returns>
    public bool SearchEnded()
    {
        if (!_foundInSearch && _searchCuts.Count == 0) return false;
        bool isWorthTrying = _foundInSearch && (_searchCuts.Count > 0 || _alone.Count > 0 || LearnedMaximum);
        if (isWorthTrying)
        {
            Version++;
            _alone.Clear();
            (_maximumRegisters, _maximumBits) = (_device.MaximumRegisters, _device.MaximumBits);
        }
        else _cuts.UnionWith(_searchCuts);
        _searchCuts.Clear();
        _foundInSearch = false;
        return isWorthTrying;
    }

    /// <summary>Forgets everything, so that it is looked for again: the device may have been mended or extended.</summary>
    public void Forget()
    {
        Version++;
        _bad.Clear();
        _cuts.Clear();
        _searchCuts.Clear();
        _alone.Clear();
        _foundInSearch = false;
        (_maximumRegisters, _maximumBits) = (_device.MaximumRegisters, _device.MaximumBits);
    }

    private RegisterRange? Found(RegisterRange bad)
    {
        _foundInSearch = true;
        if (!_bad.Contains(bad)) _bad.Add(bad);
        return _everFound.Add(bad) ? bad : null;
    }

    /// <summary>The first address of the value, nearest the middle, before which no value reaches over; null when all hang together.</summary>
    /// <remarks>
    /// Holes before neighbours: a hole can be what is refused, and a cut there costs nothing that was read in one before. Neighbours that are cut apart
    /// without need stay apart when no bad value is found.
    /// </remarks>
    private static int? MiddleCut(IReadOnlyList<RegisterRange> values)
    {
        int? best = null;
        int distance = int.MaxValue;
        int reach = 0;
        for (int i = 0; i < values.Count; i++)
        {
            int away = Math.Abs((2 * i) - values.Count) + (values[i].Address > reach ? 0 : values.Count);
            if (i > 0 && values[i].Address >= reach && away < distance) (best, distance) = (values[i].Address, away);
            reach = Math.Max(reach, values[i].End);
        }
        return best;
    }

    private static bool IsCut(HashSet<(RegisterTable Table, int Address)> cuts, RegisterRange range)
    {
        foreach (var (table, address) in cuts)
            if (table == range.Table && range.Address < address && address < range.End) return true;
        return false;
    }
}
