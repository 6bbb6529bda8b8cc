using Gateway.Core.Documents;
using Gateway.Core.Readings;
using Gateway.Hosting;

namespace Gateway.Cli;

/// <summary>What a watch has heard so far, as a table with ages. Colour means abnormal; words say the same.</summary>
internal sealed class WatchTable(string language, bool hasColour)
{
    // SGR: red for bad, yellow for uncertain, dim for old.
    private const string Red = "\e[31m", Yellow = "\e[33m", Plain = "\e[0m";

    private readonly Dictionary<string, ReadingLine> _latest = [];
    private readonly List<string> _order = [];
    private DateTimeOffset _now;
    private long _heardAt;
    private string _gateway = "";

    /// <summary>Takes a line of the service over.</summary>
    /// <param name="at">When it came: a timestamp.</param>
    public void Take(WatchLine line, long at)
    {
        (_gateway, _now, _heardAt) = (line.Gateway, line.Now, at);
        foreach (var reading in line.Readings)
        {
            if (!_latest.ContainsKey(reading.Id)) _order.Add(reading.Id);
            _latest[reading.Id] = reading;
        }
    }

    public IEnumerable<string> Lines(TimeProvider time)
    {
        // Ages are by the gateway's clock: this terminal may stand elsewhere.
        var now = _now + time.GetElapsedTime(_heardAt);
        var table = new TextTable(Say("POINT", "点位"), Say("VALUE", "值"), Say("UNIT", "单位"), Say("AGE", "时长"), Say("QUALITY", "质量"));
        foreach (string id in _order)
        {
            var reading = _latest[id];
            table.Add(
                id, ValueText.Of(reading.Value, language), UnitText.Of(reading.Unit), AgeText.Of(now - reading.Time, language),
                QualityWords.Of(reading.Quality).In(language));
        }
        string[] rows = table.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        yield return $"{_gateway}   {Say("q quits", "q 退出")}";
        yield return rows[0];
        for (int i = 0; i < _order.Count; i++) yield return Coloured(_latest[_order[i]].Quality, rows[i + 1]);
    }

    private string Coloured(string quality, string row) => QualityText.TryParse(quality, out var parsed) && hasColour
        ? parsed.Status switch
        {
            QualityStatus.Good => row,
            QualityStatus.Uncertain => $"{Yellow}{row}{Plain}",
            _ => $"{Red}{row}{Plain}",
        }
        : row;

    private string Say(string english, string chinese) => new Wording(english, chinese).In(language);
}
