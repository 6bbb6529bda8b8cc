using System.Text;
using System.Text.Json;
using Gateway.Core.Site;

namespace Gateway.Core.Buffering;

/// <summary>The meaning of point numbers: which points, in which order, and everything a platform needs to know about them. Known by its digest.</summary>
/// <remarks>Stored messages name the layout they were made under, so that they can be read whatever the configuration is by then.</remarks>
public sealed class Layout
{
    private Layout(string site, IReadOnlyList<LayoutPoint> points, ReadOnlyMemory<byte> descriptor, int number)
    {
        Site = site;
        Points = points;
        Descriptor = descriptor;
        Number = number;
        Digest = ContentDigest.Of(descriptor.Span);
    }

    /// <summary>Id of the site.</summary>
    public string Site { get; }

    /// <summary>In order of their numbers.</summary>
    public IReadOnlyList<LayoutPoint> Points { get; }

    /// <summary>The JSON that feeds publish and the store keeps; the digest is over these bytes.</summary>
    public ReadOnlyMemory<byte> Descriptor { get; }

    /// <summary>The number the store gave it; 0 as long as it has none.</summary>
    public int Number { get; }

    /// <summary>SHA-256 of the descriptor, 64 hex digits in lower case.</summary>
    public string Digest { get; }

    /// <summary>The first eight digits of the digest, as in topic names.</summary>
    public string ShortDigest => Digest[..8];

    /// <summary><c>{site}@{number}#{short digest}</c>, as messages carry it.</summary>
    public string Reference => $"{Site}@{Number}#{ShortDigest}";

    /// <summary>The same model always gives the same bytes.</summary>
    public static Layout Of(SiteModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new Layout(model.Id, [.. model.Points.Select(p => new LayoutPoint(p.Id, p.Every, p.Unit))], LayoutDescriptor.Of(model), 0);
    }

    /// <summary>Reads a descriptor back.</summary>
    /// <returns>Null when the bytes are not a descriptor.</returns>
    public static Layout? Parse(ReadOnlyMemory<byte> descriptor, int number = 0)
    {
        try
        {
            using var document = JsonDocument.Parse(descriptor);
            var root = document.RootElement;
            string? site = root.GetProperty("site").GetProperty("id").GetString();
            var points = root.GetProperty("points").EnumerateArray().Select(ParsePoint).ToArray();
            return site is null || points.Contains(null) ? null : new Layout(site, points!, descriptor, number);
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The same layout under the number the store gave it.</summary>
    public Layout Numbered(int number) => new(Site, Points, Descriptor, number);

    public override string ToString() => Reference;

    /// <summary>Bytes of each point's row in a message as JSON without value and quality: id, time, punctuation.</summary>
    internal int[] RowBytes() => [.. Points.Select(p => Encoding.UTF8.GetByteCount(p.Id) + 12)];

    private static LayoutPoint? ParsePoint(JsonElement point)
    {
        string? id = point.GetProperty("id").GetString();
        string? unit = point.GetProperty("unit").GetString();
        long every = point.GetProperty("every_ms").GetInt64();
        bool isSound = id is not null && unit is not null && every is >= 0 and <= int.MaxValue;
        return isSound ? new LayoutPoint(id!, TimeSpan.FromMilliseconds(every), unit!) : null;
    }
}
