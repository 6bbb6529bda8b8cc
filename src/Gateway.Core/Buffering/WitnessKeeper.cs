using Microsoft.Extensions.Logging;

namespace Gateway.Core.Buffering;

/// <summary>Writes the witness, after every MiB stored and every ten seconds, and never ahead of the database.</summary>
internal sealed class WitnessKeeper(string path, TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(10);

    // The log is about 1 MiB before it is checkpointed; a lost log must not be more than the witness knows of.
    private const long EveryBytes = 1 << 20;

    private WitnessFile? _file;
    private long _writtenAt;
    private long _bytes;

    // The first commit of a process begins the log: from then on a deleted one is noticed.
    private bool _isLogTold;

    /// <summary>What was last written, by this process or the one before; null when there is none.</summary>
    public Witness? Last => _file?.Last;

    public void Open() => _file = WitnessFile.Open(path);

    /// <summary>So many bytes more are durable.</summary>
    /// <returns>Whether it is time to write.</returns>
    public bool IsDueAfter(long bytes)
    {
        _bytes += bytes;
        return !_isLogTold || _bytes >= EveryBytes || time.GetElapsedTime(_writtenAt) >= _every;
    }

    /// <param name="witness">Its counter is given here.</param>
    public void Write(Witness witness)
    {
        _writtenAt = time.GetTimestamp();
        _bytes = 0;
        _isLogTold = witness.LogBytes > 0;
        try
        {
            _file!.Write(witness);
        }
        catch (IOException failure)
        {
            Log.WitnessFailed(logger, failure.Message);
        }
    }

    /// <summary>The log may go: SQLite takes it away with its last connection, and it is emptied at the start. Until the next commit it is not
    /// missed.</summary>
    public void ForgetLog()
    {
        if (Last is { LogBytes: > 0 } last) Write(last with { LogBytes = 0 });
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }
}
