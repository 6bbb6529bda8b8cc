using Microsoft.Data.Sqlite;

namespace Gateway.Core.Buffering;

/// <summary>Reading connections for whoever reads now: one each, kept for the next.</summary>
internal sealed class SqliteReaders(StoreFiles files, TimeProvider time) : IDisposable
{
    private const int Kept = 4;

    private readonly Lock _gate = new();
    private readonly Stack<SqliteReader> _idle = new();
    private int _generation;

    /// <exception cref="StoreException">SQLite could not read.</exception>
    public T Use<T>(Func<SqliteReader, T> read)
    {
        int generation;
        SqliteReader? reader;
        lock (_gate)
        {
            generation = _generation;
            _idle.TryPop(out reader);
        }
        try
        {
            reader ??= new SqliteReader(files.Database, time);
            reader.Begin();
            var result = read(reader);
            GiveBack(reader, generation);
            return result;
        }
        catch (SqliteException failure)
        {
            reader?.Dispose();
            throw SqliteFaults.Of(failure, files.Database);
        }
    }

    /// <summary>Closes all that are idle; those in use now are closed when they come back.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _generation++;
            while (_idle.TryPop(out var reader)) reader.Dispose();
        }
    }

    private void GiveBack(SqliteReader reader, int generation)
    {
        lock (_gate)
        {
            if (generation == _generation && _idle.Count < Kept)
            {
                _idle.Push(reader);
                return;
            }
        }
        reader.Dispose();
    }
}
