using Gateway.Faults.Running;

namespace Gateway.Faults.Cases;

/// <summary>The log is cut in half, or gone. SQLite opens what is left and calls it sound.</summary>
internal sealed class C2LostLog : DamageCase
{
    public override string Id => "C2";

    public override string Fault => "log cut in half, log deleted";

    public override async Task RunAsync(CaseRun run)
    {
        string data = await PrepareQuietAsync(run);
        var deleted = Try(run, data, "deleted", copy => File.Delete(Wal(copy)));
        run.Struck(deleted.Found < deleted.Stored, $"log deleted: {deleted.Stored - deleted.Found} of {deleted.Stored} messages are gone");
        RequireNoticed(run, "log deleted", deleted);
        var half = Try(run, data, "half", copy => Truncate(Wal(copy), LengthOf(Wal(copy)) / 2));
        run.Struck(half.Found < half.Stored, $"log cut in half: {half.Stored - half.Found} of {half.Stored} messages are gone");
        RequireNoticed(run, "log cut in half", half);
    }
}
