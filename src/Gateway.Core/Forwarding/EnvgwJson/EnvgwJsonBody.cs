using System.Text;
using Gateway.Core.Buffering;
using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Core.Forwarding.EnvgwJson;

/// <summary>Writes the JSON of sealed messages: the bytes that are sent, repeated, sent again in a backfill and hashed.</summary>
/// <param name="gateway">Id of the gateway.</param>
/// <param name="selection">Which readings are written.</param>
/// <remarks>Keeps a buffer and encoded layouts for the next message; one loop uses it, nobody beside.</remarks>
internal sealed class EnvgwJsonBody(string gateway, ReadingSelection selection)
{
    private const int MostLayouts = 8;

    private static readonly byte[][] _qualities = AllQualities();

    private readonly Dictionary<int, EncodedLayout> _layouts = [];
    private readonly JsonOutput _json = new();

    /// <summary>The JSON written last; until the next call.</summary>
    public ReadOnlySpan<byte> Written => _json.Written;

    /// <param name="stored">The message as stored.</param>
    /// <param name="layout">The layout that the message names; null when it names none.</param>
    /// <param name="from">The first sequence that the message stands for: one more than the last that was sent, or its own.</param>
    /// <param name="readings">Readings written; 0 when it is not a batch.</param>
    /// <returns>False when nothing in the message is selected; nothing was written then.</returns>
    public bool TryWrite(StoredMessage stored, Layout? layout, long from, out int readings)
    {
        var encoded = layout is null ? null : Encoded(stored.Layout, layout);
        _json.Clear();
        readings = 0;
        if (stored.Kind != MessageKind.Readings)
        {
            WriteEvent(stored, encoded, from);
            return true;
        }
        if (encoded is null) return false;
        readings = WriteReadings(stored, encoded, from);
        return readings > 0;
    }

    /// <returns>Rows written.</returns>
    private int WriteReadings(StoredMessage stored, EncodedLayout layout, long from)
    {
        var reader = new ReadingsReader(stored.Body.Span);
        if (!reader.TryRead(out var row)) return 0;
        long baseMs = row.TimeMs;
        WriteEnvelope(stored, layout, from, baseMs);
        _json.Raw(",\"readings\":["u8);
        int rows = 0;
        do
        {
            // A point the layout does not know cannot be named; the store keeps layout and message together, so there is none.
            if (row.Point >= layout.Points || !selection.Sends(row.TimeMs, layout.IntervalMs(row.Point), row.IsChanged)) continue;
            WriteRow(row, layout, baseMs);
            rows++;
        }
        while (reader.TryRead(out row));
        if (rows > 0) _json.DropLast();
        _json.Raw("]}"u8);
        return rows;
    }

    private void WriteRow(in StoredReading row, EncodedLayout layout, long baseMs)
    {
        _json.Raw(layout.RowBeginning(row.Point));
        _json.Number(row.TimeMs - baseMs);
        _json.Raw(","u8);
        WriteValue(row);
        _json.Raw(row.Quality.IsGood ? "],"u8 : QualityEnding(row.Quality));
    }

    private void WriteValue(in StoredReading row)
    {
        switch (row.Kind)
        {
            case ValueKind.Number when row.IsDecimal:
                _json.Number(row.Digits, row.Decimals);
                break;
            case ValueKind.Number:
                _json.Number(row.Number);
                break;
            case ValueKind.Boolean:
                _json.Raw(row.Boolean ? "true"u8 : "false"u8);
                break;
            case ValueKind.Text:
                _json.Text(row.Utf8Text);
                break;
            default:
                _json.Raw("null"u8);
                break;
        }
    }

    private void WriteEvent(StoredMessage stored, EncodedLayout? layout, long from)
    {
        WriteEnvelope(stored, layout, from, stored.WallMs);
        _json.Raw(","u8);
        _json.Text(MessageKindText.Of(stored.Kind));
        _json.Raw(":"u8);
        _json.Raw(stored.Body.Span);
        _json.Raw("}"u8);
    }

    private void WriteEnvelope(StoredMessage stored, EncodedLayout? layout, long from, long timeMs)
    {
        _json.Raw("{\"version\":\"1.0\",\"kind\":"u8);
        _json.Text(MessageKindText.Of(stored.Kind));
        _json.Raw(",\"gateway\":"u8);
        _json.Text(gateway);
        _json.Raw(",\"epoch\":"u8);
        _json.Text(stored.Epoch);
        _json.Raw(",\"lane\":"u8);
        _json.Text(LaneText.Of(stored.Lane));
        _json.Raw(",\"seq\":"u8);
        _json.Number(stored.Seq);
        if (from < stored.Seq)
        {
            _json.Raw(",\"from\":"u8);
            _json.Number(from);
        }
        _json.Raw(",\"boot\":"u8);
        _json.Number(stored.Boot);
        _json.Raw(",\"clock\":{\"state\":"u8);
        _json.Text(ClockStateText.Of(stored.Clock));
        if (stored.Clock != ClockState.Synchronized)
        {
            // With it the platform can mend the times, once a later message of the same boot tells true time.
            _json.Raw(",\"uptime\":"u8);
            _json.Number(stored.MonotonicMs);
        }
        _json.Raw("}"u8);
        if (layout is not null) _json.Raw(layout.Profile);
        _json.Raw(",\"time\":"u8);
        _json.Number(timeMs);
    }

    private EncodedLayout Encoded(int number, Layout layout)
    {
        if (_layouts.TryGetValue(number, out var encoded)) return encoded;
        if (_layouts.Count == MostLayouts) _layouts.Clear();
        return _layouts[number] = new EncodedLayout(layout);
    }

    private static ReadOnlySpan<byte> QualityEnding(Quality quality)
    {
        int at = ((int)quality.Status << 8) | (int)quality.Reason;
        return at < _qualities.Length ? _qualities[at] : ",\"B:unknown\"],"u8;
    }

    private static byte[][] AllQualities() =>
        [.. Enumerable.Range(0, 3 << 8).Select(n => Encoding.UTF8.GetBytes(
            $",\"{QualityText.Of(new Quality((QualityStatus)(n >> 8), (QualityReason)(n & 0xFF)))}\"],"))];
}
