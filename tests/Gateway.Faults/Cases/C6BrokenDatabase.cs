using Gateway.Faults.Running;

namespace Gateway.Faults.Cases;

/// <summary>The database is cut in half, without its header, replaced by text, or has a page of noise: it is set aside, and what can be read is
/// saved.</summary>
internal sealed class C6BrokenDatabase : DamageCase
{
    private const int PageBytes = 4096;

    public override string Id => "C6";

    public override string Fault => "database cut, header zeroed, text, a page of noise";

    public override async Task RunAsync(CaseRun run)
    {
        string data = await PrepareBusyAsync(run);
        // Without its log, which holds a copy of the pages changed last and would mend some of it.
        foreach (var (what, damage) in new (string, Action<string>)[]
        {
            ("cut in half", copy => Truncate(Database(copy), LengthOf(Database(copy)) / 2 / PageBytes * PageBytes)),
            ("header zeroed", copy => Overwrite(Database(copy), 0, new byte[100])),
            ("text", copy => File.WriteAllText(Database(copy), string.Concat(Enumerable.Repeat("this is no database\n", 2000)))),
            ("page 1 noise", copy => Overwrite(Database(copy), 0, Noise(PageBytes))),
            ("a page of noise", copy => Overwrite(Database(copy), LengthOf(Database(copy)) / 2 / PageBytes * PageBytes, Noise(PageBytes))),
        })
        {
            var found = Try(run, data, what.Replace(' ', '-'), copy =>
            {
                File.Delete(Wal(copy));
                damage(copy);
            });
            run.Struck($"{what}: {found.Found} of {found.Stored} messages saved; {found.Opening.Loss?.English}");
            RequireNoticed(run, what, found);
        }
    }
}
