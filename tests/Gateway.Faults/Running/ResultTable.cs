namespace Gateway.Faults.Running;

/// <summary>The table that a run prints, row by row as cases end.</summary>
internal sealed class ResultTable(TextWriter output)
{
    private const int EvidenceShown = 3;

    private long _lost;
    private int _kills, _powerCuts, _cases, _failed;

    public bool IsFine => _failed == 0 && _cases > 0;

    public void WriteHead()
    {
        output.WriteLine(Row("FAULT", "STRUCK", "STORED", "RECEIVED", "LOST", "REPEATED", "VERDICT"));
        output.Flush();
    }

    public void Write(CaseRun run, TimeSpan took)
    {
        string verdict = Verdict.Of(run.HasStruck, run.Fault.LossRule, run.Lost, run.Failures.Count);
        output.WriteLine(Row(
            $"{run.Fault.Id} {run.Fault.Fault}", run.HasStruck ? "yes" : "no", $"{run.Stored}", $"{run.Received}", $"{run.Lost}", $"{run.Repeated}",
            $"{verdict} ({took.TotalSeconds:F0} s)"));
        foreach (string strike in run.Strikes.Take(EvidenceShown)) output.WriteLine($"      struck: {strike}");
        if (run.Strikes.Count > EvidenceShown) output.WriteLine($"      struck: and {run.Strikes.Count - EvidenceShown} times more");
        foreach (string failure in run.Failures) output.WriteLine($"    ! {failure}");
        if (!Verdict.IsFine(verdict)) foreach (string note in run.Notes) output.WriteLine($"      {note}");
        output.Flush();
        _cases++;
        if (!Verdict.IsFine(verdict)) _failed++;
        // The sum is about the promise: what may or must lose is no part of it.
        if (run.Fault.LossRule != LossRule.Nothing) return;
        _lost += run.Lost;
        _kills += run.Kills;
        _powerCuts += run.PowerCuts;
    }

    public void WriteFoot()
    {
        output.WriteLine();
        output.WriteLine($"{_cases} cases, {_cases - _failed} ok, {_failed} failed; {_lost} lost over {_kills} kills and {_powerCuts} power cuts");
        output.Flush();
    }

    private static string Row(string fault, string struck, string stored, string received, string lost, string repeated, string verdict) =>
        $"{fault,-64} {struck,-6} {stored,8} {received,8} {lost,6} {repeated,8}  {verdict}";
}
