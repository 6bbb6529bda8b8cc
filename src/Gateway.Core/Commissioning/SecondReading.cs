namespace Gateway.Core.Commissioning;

/// <summary>What a second reading, beside another value on the display, leaves of the candidates.</summary>
internal static class SecondReading
{
    /// <summary>Candidates that read what is shown now too, likeliest first.</summary>
    /// <param name="candidates">Those kept from the readings before.</param>
    /// <param name="runs">What was read now; candidates whose registers were not read are dropped.</param>
    /// <returns>Those whose reading the display would show; only when there is none, those that are near.</returns>
    public static IReadOnlyList<Candidate> Remaining(IEnumerable<Candidate> candidates, IReadOnlyList<RegisterRun> runs, ShownValue shown, string? quantity)
    {
        List<Candidate> read = [.. candidates.Select(candidate => Read(candidate, runs, shown)).OfType<Candidate>()];
        var equal = read.Where(candidate => candidate.IsEqual).ToList();
        var left = equal.Count > 0 ? equal : read.Where(candidate => shown.Deviation(candidate.Last.Value) <= 0.01).ToList();
        // What was only near before may have become equal by chance; what was equal both times goes first.
        return [.. ValueSearch.Ranked(left, shown, quantity).OrderBy(candidate => MissesOf(candidate)).ThenBy(candidate => candidate.Doubt)];
    }

    /// <summary>Takes another sample of each candidate, without a new value on the display.</summary>
    public static IEnumerable<Candidate> Sampled(IEnumerable<Candidate> candidates, IReadOnlyList<RegisterRun> runs) =>
        candidates.Select(candidate => SampleOf(candidate,
            runs) is { } sample ? candidate with { Samples = [.. candidate.Samples.Prepend(sample)] } : candidate);

    private static Candidate? Read(Candidate candidate, IReadOnlyList<RegisterRun> runs, ShownValue shown)
    {
        if (SampleOf(candidate, runs) is not { } sample) return null;
        return candidate with { Samples = [.. candidate.Samples, sample with { Shown = $"{shown}" }], IsEqual = shown.IsShownFor(sample.Value) };
    }

    private static CandidateSample? SampleOf(Candidate candidate, IReadOnlyList<RegisterRun> runs)
    {
        int count = candidate.As.Registers;
        var run = runs.FirstOrDefault(run => run.Holds(candidate.Table, candidate.Address, count));
        return run is not null && candidate.As.Number(run.From(candidate.Address), candidate.Exponent) is { } value
            ? new CandidateSample(run.Hex(candidate.Address, count), value)
            : null;
    }

    private static int MissesOf(Candidate candidate) =>
        candidate.Samples.Count(sample => sample.Shown is not null && ShownValue.TryParse(sample.Shown, out var shown) && !shown.IsShownFor(sample.Value));
}
