namespace Gateway.Core.Documents.Shapes;

/// <summary>A span of time within limits.</summary>
internal sealed class DurationShape(TimeSpan least, TimeSpan most)
    : PatternShape(Durations.Pattern, ("a duration such as 500ms, 60s, 5min, 2h or 30d", "时长，例如 500ms、60s、5min、2h 或 30d"))
{
    protected override void CheckValue(ShapeCheck check, ScalarNode scalar, Wording name)
    {
        if (Durations.TryParse(scalar.Text, out var span) && span >= least && span <= most) return;
        Wording range = ($"from {Durations.Text(least)} to {Durations.Text(most)}", $" {Durations.Text(least)} 到 {Durations.Text(most)} 之间的时长");
        check.Report(check.Kinds.OutOfRange, scalar.Span, name, range, scalar.Text);
    }
}
