using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Gateway.Core.Buffering;

/// <summary>A prepared statement with its parameters by position, used again and again.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;
    private readonly SqliteParameter[] _parameters;

    [SuppressMessage("Security", "CA2100", Justification = "Every text is a constant of this folder.")]
    public Statement(SqliteConnection connection, string sql, int parameters = 0)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        _parameters = [.. Enumerable.Range(1, parameters).Select(n => _command.Parameters.AddWithValue($"${n}", null))];
        _command.Prepare();
    }

    /// <returns>Rows changed.</returns>
    public int Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    public SqliteDataReader Query(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteReader();
    }

    /// <returns>The first row's first column; 0 for null or no row.</returns>
    public long Number(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteScalar() is long number ? number : 0;
    }

    public void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<object?> values)
    {
        for (int at = 0; at < values.Length; at++) _parameters[at].Value = values[at] ?? DBNull.Value;
    }
}
