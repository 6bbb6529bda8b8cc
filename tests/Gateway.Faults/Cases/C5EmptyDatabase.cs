using Gateway.Faults.Running;

namespace Gateway.Faults.Cases;

/// <summary>The database is zero bytes long, or gone: it looks like a new installation, and is none.</summary>
internal sealed class C5EmptyDatabase : DamageCase
{
    public override string Id => "C5";

    public override string Fault => "database of zero bytes, database deleted";

    public override async Task RunAsync(CaseRun run)
    {
        string data = await PrepareQuietAsync(run);
        foreach (var (what, damage) in new (string, Action<string>)[]
        {
            ("zero bytes", copy => Truncate(Database(copy), 0)),
            ("deleted", copy => File.Delete(Database(copy))),
            ("deleted with its log", copy =>
            {
                File.Delete(Database(copy));
                File.Delete(Wal(copy));
            }),
        })
        {
            var found = Try(run, data, what.Replace(' ', '-'), damage);
            run.Struck(found.Opening.Loss is not null, $"{what}: {found.Stored - found.Found} of {found.Stored} messages are gone");
            RequireNoticed(run, what, found);
            run.Require(!found.Opening.IsNew, $"{what}: not taken for a new installation");
        }
    }
}
