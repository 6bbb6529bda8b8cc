using System.Reflection;
using System.Runtime.InteropServices;

namespace Gateway.Faults.Running;

/// <summary>Runs cases one after another, each in a folder of its own.</summary>
internal sealed class FaultSuite(string workFolder, bool isQuick)
{
    private const int LinesShown = 10;
    private const int ColumnsShown = 240;

    public static IReadOnlyList<FaultCase> All { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetTypes().Where(type => type.IsSubclassOf(typeof(FaultCase)) && !type.IsAbstract)
            .Select(type => (FaultCase)Activator.CreateInstance(type)!)
            .OrderBy(c => c.Id[0]).ThenBy(c => Number(c.Id)).ThenBy(c => c.Id, StringComparer.Ordinal),
    ];

    /// <summary>The cases that somebody names: by id, or by the first letters of it; all when nothing is named.</summary>
    public static IReadOnlyList<FaultCase> Named(IReadOnlyList<string> names) =>
        names.Count == 0 ? All : [.. All.Where(c => names.Any(name => IsNamed(c.Id, name)))];

    /// <returns>Whether every case was struck and survived.</returns>
    public async Task<bool> RunAsync(IReadOnlyList<FaultCase> cases)
    {
        var stopped = new TaskCompletionSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, stopped));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, stopped));
        var table = new ResultTable(Console.Out);
        table.WriteHead();
        foreach (var fault in cases)
        {
            long begin = TimeProvider.System.GetTimestamp();
            var run = new CaseRun(fault, Directory.CreateDirectory(Path.Combine(workFolder, fault.Id.Replace(' ', '-'))).FullName, isQuick);
            await RunAsync(run, stopped.Task);
            table.Write(run, TimeProvider.System.GetElapsedTime(begin));
            if (stopped.Task.IsCompleted) return false;
        }
        table.WriteFoot();
        return table.IsFine;
    }

    private static async Task RunAsync(CaseRun run, Task stopped)
    {
        await using (run)
        {
            try
            {
                var work = run.Fault.RunAsync(run);
                var first = await Task.WhenAny(work, stopped, Task.Delay(run.Fault.Limit));
                if (first == work) await work;
                else run.Failed(first == stopped ? "it was interrupted" : $"it took more than {run.Fault.Limit.TotalSeconds:F0} s");
            }
            catch (Exception trouble)
            {
                // The top of a case: whatever ends it is its result, and the next case begins.
                run.Failed($"{trouble.GetType().Name}: {Shortened(trouble.Message)}");
            }
        }
    }

    /// <summary>A wait that failed shows all it saw, which can be much.</summary>
    private static string Shortened(string message)
    {
        string[] lines = message.Split('\n');
        var shown = lines.Length <= LinesShown ? lines : [lines[0], "...", .. lines.TakeLast(LinesShown - 2)];
        return string.Join("\n      ", shown.Select(line => line.Length <= ColumnsShown ? line : line[..ColumnsShown] + "..."));
    }

    private static void Stop(PosixSignalContext context, TaskCompletionSource stopped)
    {
        context.Cancel = true;
        stopped.TrySetResult();
    }

    private static bool IsNamed(string id, string name) =>
        id == name || id.StartsWith(name + " ", StringComparison.Ordinal) || (name.Length == 1 && id.StartsWith(name, StringComparison.Ordinal));

    private static int Number(string id) => int.TryParse(id.AsSpan(1, (id.IndexOf(' ') is > 0 and var end ? end : id.Length) - 1), out int number) ? number : 0;
}
