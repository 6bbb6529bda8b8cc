using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Hosting;

/// <summary>Which of some points have a new reading since they were last looked at. The first look finds all of them.</summary>
internal sealed class ReadingChanges(IReadOnlyList<PointModel> points)
{
    private readonly Reading?[] _seen = new Reading?[points.Count];

    /// <param name="latest">Gives a point's latest reading by its number.</param>
    public IReadOnlyList<ReadingLine> Look(Func<int, Reading> latest)
    {
        var changed = new List<ReadingLine>();
        for (int i = 0; i < points.Count; i++)
        {
            var reading = latest(points[i].Number);
            if (_seen[i] == reading) continue;
            _seen[i] = reading;
            changed.Add(ReadingLine.Of(points[i], reading));
        }
        return changed;
    }
}
