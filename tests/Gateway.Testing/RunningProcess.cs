using System.Diagnostics;

namespace Gateway.Testing;

/// <summary>A program started by a test: its lines are kept, it can be signalled, and it is gone when the test ends.</summary>
public sealed class RunningProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _reading;
    private bool _isDisposed;

    private RunningProcess(Process process)
    {
        _process = process;
        Id = process.Id;
        Name = Path.GetFileName(process.StartInfo.FileName);
        Output = new($"lines of standard output of {Name}");
        Errors = new($"lines of standard error of {Name}");
        _reading = Task.WhenAll(KeepLinesAsync(process.StandardOutput, Output), KeepLinesAsync(process.StandardError, Errors));
    }

    public int Id { get; }

    public string Name { get; }

    /// <summary>Lines of standard output.</summary>
    public Journal<string> Output { get; }

    /// <summary>Lines of standard error.</summary>
    public Journal<string> Errors { get; }

    public StreamWriter StandardInput => _process.StandardInput;

    public bool HasExited => _process.HasExited;

    /// <summary>The exit code; 128 + the signal's number when a signal ended it.</summary>
    public int ExitCode => _process.ExitCode;

    /// <param name="program">A full path, or a name that is looked for in PATH and in the folders for system programs.</param>
    /// <param name="debianPackage">The package that holds the program, for the message when it is missing.</param>
    /// <param name="environment">Variables added to those of the test; null removes one.</param>
    /// <exception cref="PeerMissingException">There is no such program.</exception>
    public static RunningProcess Start(
        string program,
        IEnumerable<string> arguments,
        string? debianPackage = null,
        string? workingFolder = null,
        IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(Find(program) ?? throw new PeerMissingException(program, debianPackage ?? program), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingFolder ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        return new(Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start."));
    }

    /// <summary>The first line, on either output, that the predicate accepts; lines written before the call count.</summary>
    public async Task<string> WaitForLineAsync(Func<string, bool> predicate, TimeSpan? timeout = null)
    {
        var output = Output.WaitForAsync(predicate, timeout);
        var errors = Errors.WaitForAsync(predicate, timeout);
        var first = await Task.WhenAny(output, errors);
        if (first.IsCompletedSuccessfully) return await first;
        var second = first == output ? errors : output;
        try
        {
            return await second;
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{Name} did not write the awaited line.\n{await MessageOf(output)}\n{await MessageOf(errors)}");
        }
    }

    /// <summary>Waits until it has ended and everything it wrote is in the journals.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan? timeout = null)
    {
        using var deadline = new CancellationTokenSource(timeout ?? Patience.Limit);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
            await _reading.WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{Name} (pid {Id}) has not ended in time.");
        }
        return ExitCode;
    }

    /// <summary>SIGKILL: it ends at this instant, as by a power cut.</summary>
    public Task<int> KillAsync() => SignalAndWaitAsync(PosixSignal.Kill);

    /// <summary>SIGTERM: it is asked to end, as by the service manager.</summary>
    public Task<int> TerminateAsync(TimeSpan? timeout = null) => SignalAndWaitAsync(PosixSignal.Terminate, timeout);

    /// <summary>SIGINT: a person has pressed Ctrl-C.</summary>
    public Task<int> InterruptAsync(TimeSpan? timeout = null) => SignalAndWaitAsync(PosixSignal.Interrupt, timeout);

    /// <summary>SIGSTOP: it stands still but keeps its sockets and files, as on a machine out of memory or a frozen virtual machine.</summary>
    /// <remarks>Returns when each of its threads has stopped: until then one of them may still answer.</remarks>
    public void Freeze()
    {
        PosixSignal.Send(Id, PosixSignal.Stop);
        if (!SpinWait.SpinUntil(() => HasStopped(Id), Patience.Limit)) throw new TimeoutException($"{Name} (pid {Id}) goes on.");
    }

    /// <summary>SIGCONT: it runs on.</summary>
    public void Thaw() => PosixSignal.Send(Id, PosixSignal.Continue);

    /// <summary>SIGUSR1, which means to each program what it likes.</summary>
    internal void SignalUser1() => PosixSignal.Send(Id, PosixSignal.User1);

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>The full path of a program, or null.</summary>
    public static string? Find(string program)
    {
        if (Path.IsPathRooted(program)) return File.Exists(program) ? program : null;
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/usr/local/sbin"];
        return folders.Where(f => f.Length > 0).Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists);
    }

    private Task<int> SignalAndWaitAsync(int signal, TimeSpan? timeout = null)
    {
        if (!_process.HasExited) PosixSignal.Send(Id, signal);
        return WaitForExitAsync(timeout);
    }

    /// <summary>proc(5), /proc/[pid]/task/[tid]/stat: the state stands behind the name in parentheses, and is T when a signal has stopped the thread.</summary>
    private static bool HasStopped(int id) => Directory.GetDirectories($"/proc/{id}/task").All(task =>
    {
        try
        {
            string stat = File.ReadAllText(Path.Combine(task, "stat"));
            return stat[stat.LastIndexOf(')') + 2] == 'T';
        }
        catch (IOException)
        {
            // The thread has ended since it was listed.
            return true;
        }
    });

    private static async Task KeepLinesAsync(StreamReader from, Journal<string> lines)
    {
        while (await from.ReadLineAsync() is { } line) lines.Add(line);
        lines.End();
    }

    private static async Task<string> MessageOf(Task<string> failed)
    {
        try
        {
            return await failed;
        }
        catch (TimeoutException e)
        {
            return e.Message;
        }
    }
}
