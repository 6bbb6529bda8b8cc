using Gateway.Core.Buffering;

namespace Gateway.Core.Forwarding.EnvgwJson;

/// <summary>A layout made ready for rendering: what is the same in each row of a point is encoded once.</summary>
internal sealed class EncodedLayout
{
    private readonly byte[][] _rowBeginnings;
    private readonly long[] _intervals;

    public EncodedLayout(Layout layout)
    {
        _rowBeginnings = [.. layout.Points.Select(point => Encode(json =>
        {
            json.Raw("["u8);
            json.Text(point.Id);
            json.Raw(","u8);
        }))];
        _intervals = [.. layout.Points.Select(point => (long)point.Every.TotalMilliseconds)];
        Profile = Encode(json =>
        {
            json.Raw(",\"profile\":"u8);
            json.Text(layout.Reference);
        });
    }

    /// <summary>The member <c>profile</c> with a comma before it.</summary>
    public byte[] Profile { get; }

    public int Points => _rowBeginnings.Length;

    /// <summary>A row up to its time: <c>["outlet/ph",</c>.</summary>
    public ReadOnlySpan<byte> RowBeginning(int point) => _rowBeginnings[point];

    /// <summary>How often a point is read, in milliseconds.</summary>
    public long IntervalMs(int point) => _intervals[point];

    private static byte[] Encode(Action<JsonOutput> write)
    {
        var json = new JsonOutput();
        write(json);
        return json.Written.ToArray();
    }
}
